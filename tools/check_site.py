"""Read the built site as a browser would, without one: `python tools/check_site.py`

No broken link, anchor or image; nothing loaded from elsewhere; alt text on each picture; no markup left in the text; each
notebook on a page that the sidebar and the search know; each exported name with its entry; each command one that would run."""
import contextlib, io, json, re, shlex, sys
from html.parser import HTMLParser
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import walk_packages
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from nbdev.config import get_config
from nbdev.doclinks import NbdevLookup, _nbpath2html, nbglob
from neural_decoder.cli import parser_of
from neural_decoder.config import Config
from neural_decoder.core import InputError

SEVERAL = 'nd_train', 'nd_pretrain'   # take more than one store before the run, where the settings stand
RAW = re.compile(r'^:::|^#\||\$\$|\{\{<|\{#\w|\]\([\w.]', re.M)   # markup that a reader should not see
ASIDE = ('script', 'style', 'pre', 'code')
CSS = re.compile(r'(?:@import\s+|url\()["\']?https?:[^)"\';]*')

class Page(HTMLParser):
    "What a page defines, links to, loads, and says outside code and formulas"
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.problems, self.said, self.shown = set(), [], [], [], [], []
        self.inside = []   # open elements whose text is code or not for readers
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.ids.add(a.get('id'))
        if tag == 'a' and 'href' in a: self.links.append(a['href'])
        if tag == 'link' and a.get('rel') in ('stylesheet', 'icon', 'preload', 'modulepreload'): self.loads.append(a['href'])
        if tag in ('script', 'img', 'iframe', 'source', 'video') and a.get('src'): self.loads.append(a['src'])
        if tag == 'img' and not a.get('alt', '').strip(): self.problems.append(f'a picture without alt text (#| fig-alt: "..."), after: {"".join(self.said).strip()[-60:]!r}')
        if tag in ASIDE: self.inside.append(tag)

    def handle_endtag(self, tag):
        if tag in ASIDE: self.inside.remove(tag)
        if tag == 'pre': self.shown.append('\n')

    def handle_data(self, data):
        if not self.inside: self.said.append(data)
        elif 'pre' in self.inside: self.shown.append(data)

def inside(name, href):
    "Path and anchor that `href` on page `name` points at; None where it leaves the site"
    u = urlsplit(href)
    if u.scheme or u.netloc: return None
    return normpath(f'{name}/../{unquote(u.path)}') if u.path else name, unquote(u.fragment)

COMMANDS = {e.name: e.load() for e in entry_points(group='console_scripts') if e.name.startswith('nd_')}

def refused(line):
    "What the console command in `line` says to its arguments; nothing if it takes them"
    name, *words = shlex.split(line, comments=True)
    if name not in COMMANDS: return f'there is no command {name}'
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said): given = parser_of(COMMANDS[name].__wrapped__).parse_intermixed_args(words)
        Config.make(*(o for o in getattr(given, 'overrides', ()) if '=' in o or name not in SEVERAL))
    except InputError as e: return str(e)
    except SystemExit as e: return e.code and said.getvalue().strip().rpartition('\n')[2]   # --help ends with 0

def check_page(site, pages, name):
    "Broken links, anchors and pictures of one page, and what it would load from elsewhere"
    page = pages[name]
    for href in page.links:
        if not (to := inside(name, href)): continue
        path, anchor = to
        if not (site/path).is_file(): yield f'broken link {href}'
        elif anchor and not anchor.startswith('category=') and anchor not in pages[path].ids: yield f'no anchor {href}'
    for href in page.loads:
        if href.startswith('data:'): continue
        if not (to := inside(name, href)): yield f'loads {href} from elsewhere'
        elif not (site/to[0]).is_file(): yield f'{href} is missing'
    yield from page.problems
    for line in re.findall(r'^ *(?:\S*/)?(nd_\w+ .*)', ''.join(page.shown).replace('\\\n', ' '), re.M):
        if why := refused(line): yield f'{line!r}: {why}'
    yield from (f'markup in the text: {m!r}' for m in set(RAW.findall(''.join(page.said))))

def check_whole(cfg, site, pages):
    "Style sheets, the way to each notebook, and the entries of the library"
    for css in site.rglob('*.css'):
        yield from (f'{css.name}: {m}' for m in CSS.findall(css.read_text(encoding='utf-8')))
    known = {e['href'].partition('#')[0] for e in json.loads((site/'search.json').read_text(encoding='utf-8'))}
    shown = {to[0] for href in pages['index.html'].links if (to := inside('index.html', href))}
    for nb in nbglob(cfg.nbs_path, func=Path):
        page = _nbpath2html(nb.relative_to(cfg.nbs_path)).as_posix()
        for where, names in dict(page=pages, search=known, sidebar=shown).items():
            if page not in names: yield f'{nb.name}: {page} is not in the site\'s {where}'
    find = NbdevLookup()
    for module in walk_packages([str(cfg.lib_path)], f'{cfg.lib_name}.'):
        for name in getattr(import_module(module.name), '__all__', ()):
            if not (url := find.doc(f'{module.name}.{name}')): continue   # a constant
            page, _, anchor = url.removeprefix(f'{cfg.doc_host}{cfg.doc_baseurl}/').partition('#')
            if page not in pages or anchor not in pages[page].ids: yield f'{module.name}.{name}: no entry at {page}#{anchor}'

def main():
    cfg = get_config()
    site = cfg.doc_path
    pages = {p.relative_to(site).as_posix(): Page(p.read_text(encoding='utf-8')) for p in sorted(site.rglob('*.html'))}
    problems = [f'{name}: {problem}' for name in pages for problem in check_page(site, pages, name)] + list(check_whole(cfg, site, pages))
    print('\n'.join([*problems, f'{len(pages)} pages read, {len(problems)} problems']))
    return bool(problems)

if __name__ == '__main__': sys.exit(main())
