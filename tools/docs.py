"Build the docs site in `_docs` without Quarto and without the network, from what `nbdev_docs` reads: `python tools/docs.py`"
import json, os, re, shutil, sys
from pathlib import Path
import yaml
from fastcore.docments import docments
from nbdev.config import get_config
from nbdev.doclinks import _build_modidx, _nbpath2html
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs
from smalldocs.site import build
from neural_decoder.config import Config
from fold import fold_all

START = '''tutorials/quickstart start/tour start/data tutorials/own_data start/settings start/runs start/words tutorials/in_your_code
    tutorials/own_encoder start/data_card start/what_goes_wrong start/glossary'''.split()
KATEX = Path(sys.prefix)/'katex/node_modules/katex/dist'

def sidebar(nbs):
    "Write sidebar.yml: each notebook in its section, so that a new page needs no edit; `next` goes along it, so runs stand in their order"
    def by_number(p): return [int(part) if part.isdigit() else part for part in re.split(r'(\d+)', p.name)]   # q2 before q10
    def pages(pattern): return [p.relative_to(nbs).as_posix() for p in sorted(nbs.glob(pattern), key=by_number)]
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

def widths(proc):
    "Of each picture in a notebook the width in points, as the notebook says: half of its pixels"
    return {''.join(o['data']['image/png']).strip(): o['metadata']['image/png']['width']
            for p in proc.rglob('*.ipynb') for cell in json.loads(p.read_text(encoding='utf-8'))['cells']
            for o in cell.get('outputs', []) if 'width' in o.get('metadata', {}).get('image/png', {})}

def sharpen(site, width):
    "Show each picture at two pixels a point: those of notebooks by `width`, those in files by half of their pixels"
    for p in site.rglob('*.html'):
        def wide(m):
            tag, data, file = m.groups()
            n = width.get(data) if data else int.from_bytes((p.parent/file).read_bytes()[16:20], 'big') // 2   # in a PNG's header
            return f'{tag} width="{n}"' if n else tag
        text = re.sub(r'(<img [^>]*?src="(?:data:image/png;base64,([^"]+)|(?!\w+:)([^"]+\.png))")', wide, p.read_text(encoding='utf-8'))
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
