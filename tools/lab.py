"""JupyterLab whose saves and merges keep notebooks diffable: `python tools/lab.py` (`--check` tries a save instead)

What `nbdev_install_hooks` does, but inside the project: Jupyter, IPython and npm keep their files in .venv/jupyter, git's part is in
the .git of this clone, and nothing goes to the home folder."""
import asyncio, json, os, subprocess, sys, tempfile
from pathlib import Path
from nbdev.config import get_config

HOME = Path(sys.prefix)/'jupyter'
PLACES = dict(JUPYTER_CONFIG_DIR=HOME/'config', JUPYTER_DATA_DIR=HOME/'data', JUPYTER_RUNTIME_DIR=HOME/'runtime', IPYTHONDIR=HOME/'ipython', npm_config_cache=HOME/'npm')
HOOK = """
from nbdev.clean import _nbdev_clean

def clean(model, **kwargs): # nbdev's own hook also looks for the file, below the folder that it was started in, to sign it; Jupyter signs
    if model['type'] == 'notebook' and model['content']['nbformat'] == 4: _nbdev_clean(model['content'])

c.ContentsManager.pre_save_hook = clean
"""

def jupyter_part():
    "Folders of its own for Jupyter, and the hook that cleans what it saves"
    for name, path in PLACES.items():
        path.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(path)
    (PLACES['JUPYTER_CONFIG_DIR']/'jupyter_server_config.py').write_text(HOOK)

def git_part():
    "In a git clone: the merge driver that .gitattributes names, and a hook that trusts what was merged"
    git = lambda *args: subprocess.run(['git', *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    if not (hooks := git('rev-parse', '--git-path', 'hooks')): return
    git('config', '--local', 'merge.nbdev-merge.driver', f'{sys.prefix}/bin/nbdev_merge %O %A %B %P')
    after = Path(hooks)/'post-merge'
    after.parent.mkdir(exist_ok=True)
    after.write_text(f'#!/bin/sh\nJUPYTER_DATA_DIR={PLACES["JUPYTER_DATA_DIR"]} exec {sys.prefix}/bin/nbdev_trust\n')
    after.chmod(0o755)

def check():
    "A notebook saved through Jupyter's contents manager, as the Lab saves it, loses counts and metadata and keeps its output"
    from jupyter_server.serverapp import ServerApp
    with tempfile.TemporaryDirectory(dir=get_config().nbs_path, prefix='_saved_') as folder:
        app = ServerApp(root_dir=folder)
        app.initialize(['--ServerApp.port=0', '--ServerApp.log_level=ERROR'], find_extensions=False, new_httpserver=False)
        cell = dict(cell_type='code', id='a', execution_count=7, metadata=dict(collapsed=True), source='1 + 1',
                    outputs=[dict(output_type='execute_result', execution_count=7, metadata={}, data={'text/plain': '2'})])
        content = dict(cells=[cell], metadata=dict(language_info=dict(name='python', version='3.11.7')), nbformat=4, nbformat_minor=5)
        asyncio.run(app.contents_manager.save(dict(type='notebook', format='json', content=content), '/saved.ipynb'))
        saved = json.loads((Path(folder)/'saved.ipynb').read_text())
    cell, = saved['cells']
    assert (cell['execution_count'], cell['metadata'], cell['outputs'][0]['execution_count'], saved['metadata']) == (None, {}, None, {}), saved
    assert ''.join(cell['outputs'][0]['data']['text/plain']) == '2'

if __name__ == '__main__':
    jupyter_part()
    if sys.argv[1:] == ['--check']: sys.exit(check())
    git_part()
    os.execv(f'{sys.prefix}/bin/jupyter', ['jupyter', 'lab', 'nbs', *sys.argv[1:]])
