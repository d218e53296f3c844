"Execute notebooks in place so that their outputs are stored: `python tools/run_nb.py [NOTEBOOK ...]` (all without arguments)"
import base64, io, os, subprocess, sys
from pathlib import Path
from PIL import Image
from execnb.shell import CaptureShell
from nbdev.clean import nbdev_clean
from nbdev.config import get_config
from nbdev.process import extract_directives

os.environ['OMP_NUM_THREADS'] = '1'   # sums depend on the number of threads, and stored outputs must not

def skip(cell) -> bool:
    "Leave out text, cells that would export while running, and cells that ask not to run (`tst_flags`, `eval: false`)"
    if cell.cell_type != 'code' or 'nbdev_export()' in cell.source: return True
    directives = extract_directives(cell, remove=False)
    flags = set(get_config().tst_flags.split()) - set(os.environ.get('ND_FLAGS', '').split())
    return bool(flags & set(directives)) or directives.get('eval:') == ['false']

def begin(cell) -> bool:
    "Skip a cell, or forget its outputs of the last time, which a cell that shows nothing would keep"
    if skip(cell): return True
    cell['outputs'] = []
    return False

def small(png:str) -> str:
    "The same picture in a palette of 256 colours, a third of the size"
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert('RGB')
    picture.quantize(256, dither=Image.Dither.NONE).save(out, 'png', optimize=True)
    return base64.b64encode(out.getvalue()).decode()

def end(cell):
    "Of curves drawn anew in one place JupyterLab shows the last, so the last is stored; a progress bar that is full says nothing"
    outputs = [o for o in cell.get('outputs', []) if not (o.get('name') == 'stderr' and '\r' in ''.join(o.text))]
    for o in outputs:
        if png := o.get('data', {}).get('image/png'): o['data']['image/png'] = small(png)
    if 'outputs' in cell: cell['outputs'] = outputs[-1:] if 'LiveCurves()' in cell.source else outputs

def run(path):
    "Execute one notebook in its own folder, then clean it"
    root = Path.cwd()
    os.chdir(path.parent)
    sys.path.insert(0, str(root))
    CaptureShell(path, mpl_format='retina').execute(path, path, exc_stop=True, preproc=begin, postproc=end)
    nbdev_clean(str(path))

def main(paths):
    "Each notebook in a process of its own: seeds, styles and thread counts must not leak into the next"
    nbs = Path(get_config().nbs_path)
    if len(paths) == 1: return run(Path(paths[0]).resolve())
    for path in paths or sorted(p for p in nbs.rglob('*.ipynb') if not any(part[0] in '._' for part in p.relative_to(nbs).parts)):
        print(path, flush=True)
        subprocess.run([sys.executable, __file__, str(path)], check=True, cwd=nbs.parent)

if __name__ == '__main__': main(sys.argv[1:])
