"Write README.md from nbs/index.ipynb, without Quarto: `python tools/readme.py`"
import re
from execnb.nbio import read_nb
from nbconvert import MarkdownExporter
from nbdev.config import get_config
from nbdev.process import extract_directives
import nbformat

def main():
    cfg = get_config()
    nb = nbformat.reads((cfg.nbs_path/cfg.readme_nb).read_text(encoding='utf-8'), as_version=4)
    cells = zip(nb.cells, read_nb(cfg.nbs_path/cfg.readme_nb).cells)
    nb.cells = [c for c, plain in cells if c.cell_type == 'markdown' or 'hide' not in extract_directives(plain, remove=False)]
    for c in nb.cells:
        if c.cell_type == 'code': c.source = '\n'.join(l for l in c.source.splitlines() if not l.startswith('#|'))
    nb.metadata['language_info'] = dict(name='python')
    text, resources = MarkdownExporter().from_notebook_node(nb)
    assert not resources['outputs'], 'index.ipynb has pictures, which README.md has no place for'
    text = re.sub(r'\]\((?![a-z]+:|#)', f']({cfg.nbs_path.name}/', text)   # links and pictures, seen from the folder above
    (cfg.config_path/'README.md').write_text('<!-- written from nbs/index.ipynb by tools/readme.py -->\n\n' + re.sub(r'\n{3,}', '\n\n', text).strip() + '\n', encoding='utf-8')

if __name__ == '__main__': main()
