"""Use the built site in Debian's Chromium: `python tools/browse_site.py [FOLDER for screenshots]`

Search finds a function and a page; the dark theme comes, and stays; formulas are drawn; the theme's colours are there; no page
is wider than a phone; nothing is asked from elsewhere."""
import functools, http.server, os, re, sys, threading
from pathlib import Path
from urllib.parse import urlsplit
from nbdev.config import get_config
from playwright.sync_api import TimeoutError, sync_playwright

CHROMIUM = '/usr/bin/chromium'
FLAGS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split()
FLAGS.append('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')   # the outside is not even asked for an address
LIGHT, DARK, BAR = 'rgb(255, 255, 255)', 'rgb(34, 34, 34)', 'rgb(31, 58, 95)'   # cosmo, darkly, styles.css
VIEWS = dict(light=(LIGHT, 'light', 1400, 1200), dark=(DARK, 'dark', 1400, 1200), phone=(LIGHT, 'light', 390, 844))
THEME = "getComputedStyle(document.body).backgroundColor == '%s' && getComputedStyle(document.querySelector('.navbar')).backgroundColor == '%s'"
DRAWN = "!window.katex || document.querySelectorAll('.math').length == document.querySelectorAll('.math .katex').length"
LOOK = """({broken: [...document.images].filter(i => i.complete && !i.naturalWidth).length, bad: document.querySelectorAll('.katex-error').length,
           width: document.documentElement.scrollWidth})"""

class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass

def open_page(browser, base, problems):
    "A page that notes errors, missing files, and requests to anything but `base`"
    page = browser.new_context().new_page()
    page.on('request', lambda r: None if r.url.startswith((base, 'data:')) else problems.append(f'{page.url} asks for {r.url}'))
    page.on('pageerror', lambda e: problems.append(f'{page.url}: {e}'))
    page.on('response', lambda r: problems.append(f'{r.status} {r.url}') if r.status >= 400 and 'favicon' not in r.url else None)
    return page

def comes(page, what):
    "Whether a condition in JavaScript holds within 20 seconds: a busy machine draws slowly"
    try: return bool(page.wait_for_function(what, timeout=20_000))
    except TimeoutError: return False

def look(page, url, shots):
    "What a reader would see wrong on one page, in each of the views"
    for view, (theme, scheme, width, height) in VIEWS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(dict(width=width, height=height))
        if view == 'light' or shots: page.goto(url)
        if not comes(page, THEME % (theme, BAR)): yield f'the {view} theme is not there'
        if not comes(page, DRAWN): yield 'formulas are not drawn'
        seen = page.evaluate(LOOK)
        if seen['broken'] or seen['bad']: yield f'{seen["broken"]} broken pictures, {seen["bad"]} formulas with an error'
        if seen['width'] > width: yield f'{seen["width"]} pixels wide on a screen of {width}'
        if shots: page.screenshot(path=Path(shots)/f'{urlsplit(url).path[1:-5].replace("/", "_")}_{view}.png')

def search(page, base, words, href):
    "The first result for `words` should lead to `href`"
    page.goto(base + 'index.html')
    page.click('.smalldocs-search input')
    page.keyboard.type(words)
    first = f"document.querySelector('a.search-result')?.href.includes({href!r})"
    if not comes(page, first): return (yield f'search for {words!r} does not find {href} first')  # results come and go while the words are typed
    page.click('a.search-result')
    if not comes(page, f"location.href.includes({href!r})"): yield f'search for {words!r} leads to {page.url.removeprefix(base)}, not to {href}'

def toggle(page, base):
    "The dark theme by a click, and after a reload"
    page.goto(base + 'index.html')
    for name, act in dict(click=lambda: page.click('.quarto-color-scheme-toggle'), reload=page.reload).items():
        act()
        if not comes(page, THEME % (DARK, BAR)): yield f'the dark theme is not there after the {name}'

def main(shots=None):
    if not os.path.exists(CHROMIUM): return print(f'skipped: no {CHROMIUM} (apt-get install chromium)')
    site = get_config().doc_path
    names = sorted(p.relative_to(site).as_posix() for p in site.rglob('*.html'))
    run = next(((m[1], name) for name in names if (m := re.match(r'runs/(r\d+)_', name))), ('a set of overrides', 'runs/index.html'))
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base, problems = f'http://127.0.0.1:{server.server_port}/', []
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = open_page(browser, base, problems)
        for name in names: problems += (f'{name}: {problem}' for problem in look(page, base + name, shots))
        page = open_page(browser, base, problems)
        problems += [*search(page, base, 'ctc_greedy_decode', 'decode.greedy.html#ctc_greedy_decode'), *search(page, base, *run), *toggle(page, base)]
        browser.close()
    print('\n'.join([*dict.fromkeys(problems), f'{len(names)} pages seen in both themes and on a phone, {len(set(problems))} problems']))
    return bool(problems)

if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
