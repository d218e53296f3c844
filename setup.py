"Everything a build needs to know stands in settings.ini; this file hands it to setuptools"
from configparser import ConfigParser
from pathlib import Path
from setuptools import setup, find_packages

ini = ConfigParser(delimiters=['='])
ini.read('settings.ini', encoding='utf-8')
cfg = ini['DEFAULT']

setup(
    name=cfg['lib_name'], version=cfg['version'], description=cfg['description'], keywords=cfg['keywords'],
    author=cfg['author'], author_email=cfg['author_email'], license='MIT', url=cfg['git_url'],
    classifiers=['Development Status :: 3 - Alpha', 'Intended Audience :: Science/Research',
                 'Programming Language :: Python :: 3', 'Topic :: Scientific/Engineering'],
    long_description=Path('README.md').read_text(encoding='utf-8'), long_description_content_type='text/markdown',
    packages=[*find_packages(include=['neural_decoder', 'neural_decoder.*']), 'neural_decoder.assets'], include_package_data=True,
    license_files=["LICENSE", "neural_decoder/assets/LICENSE*"], python_requires='>=' + cfg['min_python'],
    install_requires=cfg['requirements'].split(),
    extras_require={
        'dev': cfg['dev_requirements'].split(),
        'words': ['kaldi-decoder>=0.3.2', 'kaldifst>=1.8.3', 'kaldilm>=1.15', 'redis>=5', 'transformers>=4.50'],  # graphs, NEJM's server, second pass
        'live': ['redis>=5', 'pylsl>=1.17'],
        'cluster': ['submitit>=1.5'],
        'sweep': ['optuna>=5'],
        'nwb': ['pynwb>=3'],
        'tensorboard': ['tensorboard>=2.16'],
        'pandas': ['pandas>=2.2']},
    entry_points={'console_scripts': cfg['console_scripts'].split(), 'nbdev': [f"{cfg['lib_name']}={cfg['lib_name']}._modidx:d"]},
    zip_safe=False)
