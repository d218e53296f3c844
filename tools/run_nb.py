"Execute notebooks in place so that their outputs are stored: `python tools/run_nb.py [NOTEBOOK ...]` (all without arguments)"
import os, sys
from pathlib import Path
from execnb.shell import CaptureShell
from nbdev.clean import nbdev_clean
from nbdev.config import get_config
from nbdev.process import extract_directives

def skip(cell) -> bool:
    "Leave out text, cells that would export while running, and cells that ask not to run (`tst_flags`, `eval: false`)"
    if cell.cell_type != 'code' or 'nbdev_export()' in cell.source: return True
    directives = extract_directives(cell, remove=False)
    flags = set(get_config().tst_flags.split()) - set(os.environ.get('ND_FLAGS', '').split())
    return bool(flags & set(directives)) or directives.get('eval:') == ['false']

def main(paths):
    nbs = Path(get_config().nbs_path)
    for path in map(Path.resolve, map(Path, paths or sorted(p for p in nbs.rglob('*.ipynb') if not any(
            part[0] in '._' for part in p.relative_to(nbs).parts)))):
        print(path.name, flush=True)
        os.chdir(path.parent)
        sys.path.insert(0, str(nbs.parent))
        CaptureShell(path, mpl_format='png').execute(path, path, exc_stop=True, preproc=skip)
        os.chdir(nbs.parent)
        nbdev_clean(str(path))

if __name__ == '__main__': main(sys.argv[1:])
