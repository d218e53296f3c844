"Build the docs site in `_docs` without Quarto and without the network, from what `nbdev_docs` reads: `python tools/docs.py`"
import ast, json, os, re, shutil, sys
from pathlib import Path
import yaml
from fastcore.docments import docments
from nbdev.config import get_config
from nbdev.doclinks import _build_modidx, _nbpath2html
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs
from smalldocs.site import build
from neural_decoder.config import Config

START = 'tutorials/quickstart start/data start/settings start/runs start/words tutorials/own_encoder start/what_goes_wrong start/glossary'.split()
KATEX = Path(sys.prefix)/'katex/node_modules/katex/dist'

def sidebar(nbs):
    "Write sidebar.yml: each notebook in its section, so that a new page needs no edit; `next` goes along it, so runs stand in their order"
    def pages(pattern): return [p.relative_to(nbs).as_posix() for p in sorted(nbs.glob(pattern))]
    library = {}   # wing to entries by the names of their rooms
    for p in pages('[0-9]*.ipynb'):
        name, _, room = p.removesuffix('.ipynb').split('_', 1)[1].rpartition('.')
        library.setdefault(name or 'root', []).append(dict(text=room, href=p))
    guides = [*pages('start/*.ipynb'), *pages('tutorials/*.ipynb')]
    known = [p for name in START if (p := f'{name}.ipynb') in guides]
    contents = [
        dict(section='Start', href='index.ipynb', contents=known + [p for p in guides if p not in known]),
        dict(section='Library', contents=[dict(section=w, contents=rooms) for w, rooms in library.items()]),
        dict(section='Runs', href='runs/index.ipynb', contents=pages('runs/r[0-9]*.ipynb')),
        dict(section='Findings', href='runs/findings.ipynb', contents=pages('runs/published.ipynb') + pages('runs/v*.ipynb') + pages('runs/q*.ipynb') + pages('benchmarks/*.ipynb')),
        'changelog.ipynb']
    (nbs/'sidebar.yml').write_text('# written by tools/docs.py\n' + yaml.safe_dump(dict(website=dict(sidebar=dict(contents=contents))), sort_keys=False), encoding='utf-8')

def preprocess(cfg):
    "What `nbdev_docs` does before it calls Quarto (`nbdev_proc_nbs` would try to install Quarto)"
    sidebar(cfg.nbs_path)
    refresh_quarto_yml()
    _build_modidx()
    os.environ['PYTHONWARNINGS'] = 'ignore:Found cells containing imports'   # hidden set-up cells do that
    return proc_nbs(force=True)

def rename(proc, url):
    "Pages by the names that nbdev's links use, `config` for `010_config`; links between pages by path, not by the site's address"
    pages = {p: _nbpath2html(p).with_suffix('.ipynb') for p in proc.rglob('*.ipynb')}
    assert len(set(pages.values())) == len(pages), f'two notebooks with one page name: {sorted(pages.values())}'
    names = {p.name: to.name for p, to in pages.items()}
    link = re.compile(r'(\]\(|href: |- )([\w./-]*?)([\w.-]+\.ipynb)')
    for p in [*proc.rglob('*.ipynb'), *proc.glob('*.yml')]:
        text = link.sub(lambda m: m[1] + m[2] + names.get(m[3], m[3]), p.read_text(encoding='utf-8').replace(f'{url}/', '/'))
        p.unlink()
        pages.get(p, p).write_text(text, encoding='utf-8')

CHECK = re.compile(r'test_\w+|check_\w+')
PLOT = re.compile(r'plot_\w+|plt|ax|axes|fig')

def called(node):
    "Name that a statement calls, or whose method it calls"
    f = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    while isinstance(f, (ast.Attribute, ast.Subscript)): f = f.value
    return f.id if isinstance(f, ast.Name) else ''

def is_check(node):
    "Whether a statement only tests: an assert, a `test_eq`, or a block of such"
    inside = getattr(node, 'body', None)
    if isinstance(node, (ast.For, ast.With, ast.If)): return all(map(is_check, inside))
    return isinstance(node, ast.Assert) or bool(CHECK.fullmatch(called(node)))

def is_plot(node):
    "Whether a statement draws"
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return any(map(PLOT.fullmatch, names))

def has_picture(cell): return any('image/png' in o.get('data', {}) for o in cell.get('outputs', []))

def parts(cell):
    "Lines of a cell's code, and where the checks at its end begin; None where it is not Python"
    rows = ''.join(cell['source']).split('\n')
    n = next((i for i, row in enumerate(rows) if not row.startswith('#|')), len(rows))
    try: tree = ast.parse('\n'.join(rows[n:])).body
    except SyntaxError: return None
    last = len(tree)
    while last and is_check(tree[last - 1]): last -= 1
    if any(map(is_check, tree)) and not cell.get('outputs'): last = 0   # what a test needs is a part of it
    begin = n + tree[last].lineno - 1 if last < len(tree) else len(rows)
    return rows, n, begin if last else n, tree[:last]

def folded(rows, options, what):
    "A cell's source, folded under a word"
    return '\n'.join([*options, '#| code-fold: true', f'#| code-summary: "{what}"', *rows])

def fold(cell):
    "A cell as the page has it: checks folded, in a cell of their own where they follow something else; code folded that only draws"
    if cell['cell_type'] != 'code' or not (found := parts(cell)): return [cell]
    rows, n, begin, rest = found
    options, code, checks = rows[:n], rows[n:begin], rows[begin:]
    if rest and has_picture(cell) and sum(map(is_plot, rest)) * 2 > len(rest): cell = cell | dict(source=folded(code, options, 'plotting code'))
    elif rest: cell = cell | dict(source='\n'.join(options + code))
    if not checks: return [cell]
    hidden = [o for o in options if o.startswith(('#| hide', '#| echo'))]
    tests = cell | dict(id=cell['id'] + 'c', source=folded(checks, hidden, 'checks'), outputs=[])
    return [cell, tests] if rest else [tests]

def fold_all(proc):
    "Each notebook with its checks and its plotting code folded"
    for p in proc.rglob('*.ipynb'):
        nb = json.loads(p.read_text(encoding='utf-8'))
        nb['cells'] = [part for cell in nb['cells'] for part in fold(cell)]
        p.write_text(json.dumps(nb), encoding='utf-8')

def widths(proc):
    "Of each picture in a notebook the width in points: half of its pixels"
    return {''.join(o['data']['image/png']).strip(): o['metadata']['image/png']['width']
            for p in proc.rglob('*.ipynb') for cell in json.loads(p.read_text(encoding='utf-8'))['cells']
            for o in cell.get('outputs', []) if 'width' in o.get('metadata', {}).get('image/png', {})}

def sharpen(site, width):
    "Show each picture as wide as its notebook says, so that a point has two pixels"
    for p in site.rglob('*.html'):
        text = re.sub(r'(<img [^>]*?src="data:image/png;base64,([^"]+)")', lambda m: f'{m[1]} width="{width[m[2]]}"' if m[2] in width else m[1], p.read_text(encoding='utf-8'))
        p.write_text(text, encoding='utf-8')

def find_settings(site):
    "Let the search know each setting by its name and what its line says"
    known = json.loads((site/'search.json').read_text(encoding='utf-8'))
    page = 'start/settings.html' if (site/'start/settings.html').exists() else 'config.html'
    cfg = Config()
    says = docments(Config) | docments(type(cfg.encoder_settings))
    for name, value in cfg.by_name().items():
        known.append(dict(objectID=f'{page}#{name}', href=f'{page}#the-knobs' if page == 'config.html' else page,
                          title='setting', section=name, text=f'{name}={value}: {says.get(name) or ""}'))
    (site/'search.json').write_text(json.dumps(known, ensure_ascii=False), encoding='utf-8')

def offline(site):
    "Serve KaTeX and our script from the site, and ask for no web fonts; without KaTeX formulas stay as TeX"
    if KATEX.exists(): shutil.copytree(KATEX, site/'site_libs/katex', ignore=lambda _, names: [n for n in names if '.' in n and not re.search(r'katex\.min\.|auto-render\.min\.js|woff2', n)])
    else: print(f'skipped: formulas stay as TeX, KaTeX comes by npm and is not in {KATEX.parents[2]}')
    for p in site.rglob('*.css'): p.write_text(re.sub(r'@import url\(https:[^)]*\);', '', p.read_text(encoding='utf-8')), encoding='utf-8')
    for p in site.rglob('*.html'):
        root = '../'*(len(p.relative_to(site).parts) - 1)
        text = p.read_text(encoding='utf-8').replace('src="/site.js"', f'src="{root}site.js"')
        text = re.sub(r'https://[^"]+/katex@[^/]+/dist', f'{root}site_libs/katex', text)
        p.write_text(text if KATEX.exists() else re.sub(r'<(link|script)[^>]+site_libs/katex[^>]*>(</script>)?', '', text), encoding='utf-8')

def main():
    cfg = get_config()
    proc = preprocess(cfg)
    rename(proc, cfg.doc_host + cfg.doc_baseurl)
    width = widths(proc)
    fold_all(proc)
    site = build(proc, quiet=True)
    offline(site.out)
    sharpen(site.out, width)
    find_settings(site.out)
    shutil.rmtree(cfg.doc_path, ignore_errors=True)
    shutil.move(site.out, cfg.doc_path)
    warnings = [w for w in site.warnings if 'output-file' not in w and not w.startswith('format.html.')]   # what only Quarto reads
    print('\n'.join([*warnings, f'{len(site.pages)} pages in {cfg.doc_path.name}']))
    return bool(warnings)

if __name__ == '__main__': sys.exit(main())
