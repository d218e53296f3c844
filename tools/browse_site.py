"""Use the built site in Debian's Chromium: `python tools/browse_site.py [FOLDER for screenshots]`

Search finds a function, a page, a task and every setting; the dark theme comes, and stays; formulas are drawn; the theme's colours
are there; no page is wider than a screen or a phone, and a table that is says so and scrolls; the sidebar shows the page; tests are
folded; figures have two pixels a point; the list of runs sorts; "next" goes forward; nothing is asked from elsewhere."""
import functools, http.server, os, re, sys, threading
from pathlib import Path
from urllib.parse import urlsplit
from nbdev.config import get_config
from neural_decoder.config import Config
from playwright.sync_api import TimeoutError, sync_playwright

CHROMIUM = '/usr/bin/chromium'
FLAGS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split()
FLAGS.append('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')   # the outside is not even asked for an address
LIGHT, DARK, BAR = 'rgb(255, 255, 255)', 'rgb(34, 34, 34)', 'rgb(31, 58, 95)'   # cosmo, darkly, styles.css
VIEWS = dict(light=(LIGHT, 'light', 1440, 900), wide=(LIGHT, 'light', 1920, 1080), dark=(DARK, 'dark', 1440, 900), phone=(LIGHT, 'light', 390, 844))
THEME = "getComputedStyle(document.body).backgroundColor == '%s' && getComputedStyle(document.querySelector('.navbar')).backgroundColor == '%s'"
DRAWN = "!window.katex || document.querySelectorAll('.math').length == document.querySelectorAll('.math .katex').length"
LOOK = """() => {
    const all = (what) => [...document.querySelectorAll(what)], seen = (e) => e.offsetParent && getComputedStyle(e).visibility == 'visible';
    const found = [], head = (t) => t.innerText.trim().slice(0, 40).replace(/\\s+/g, ' ');
    const broken = all('img').filter(i => i.complete && !i.naturalWidth).length, bad = all('.katex-error').length;
    if (broken || bad) found.push(`${broken} broken pictures, ${bad} formulas with an error`);
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) found.push(`${width} pixels wide on a screen of ${innerWidth}`);
    for (const t of all('main table').filter(seen)) {
        const cells = [...t.rows].flatMap(r => [...r.cells]), hidden = cells.filter(c => !seen(c)).length;
        if (hidden) found.push(`a table without ${hidden} of its cells at ${innerWidth}: ${head(t)}`);
        const box = t.closest('.sd-table, .table-box');
        const right = Math.max(...cells.map(c => c.getBoundingClientRect().right)) + (box ? box.scrollLeft : 0);
        if (right <= (box || document.documentElement).getBoundingClientRect().right + 1) continue;
        const sign = box && box.previousElementSibling;
        if (!box || !box.matches('.more-right') || !sign.matches('.table-sign') || !seen(sign)) { found.push(`a table that goes on to the right without a sign at ${innerWidth}: ${head(t)}`); continue; }
        box.scrollLeft = 1e6;
        if (right - box.scrollLeft > box.getBoundingClientRect().right + 1) found.push(`a table whose last column cannot be scrolled to at ${innerWidth}: ${head(t)}`);
        box.scrollLeft = 0;
    }
    for (const i of all('main img').filter(i => /^data:image.png|\\.png$/.test(i.src) && i.width))
        if (i.naturalWidth < 1.99 * i.width) found.push(`a picture of ${i.naturalWidth} pixels on ${i.width} points: python tools/run_nb.py draws it sharp`);
    const here = document.querySelector('#quarto-sidebar .sidebar-link.active'), bar = document.querySelector('#quarto-sidebar').getBoundingClientRect();
    if (!here) found.push('the sidebar does not mark the page');
    else {
        const r = here.getBoundingClientRect();
        if (r.height == 0 || r.top < bar.top || r.bottom > Math.min(bar.bottom, innerHeight)) found.push('the current page is out of sight in the sidebar');
    }
    for (const code of all('main .cell > .code-copy-outer-scaffold, main .cell > .sourceCode, main .cell > pre')) {
        const alone = !code.parentElement.querySelector('.cell-output'), test = alone ? /^ *(assert |test_(eq|close|fail)\\()/m : /^(assert |test_(eq|close|fail)\\()/m;
        if (!alone && code.parentElement.querySelector('img') && /^(plot_\\w+\\(|fig\\b|ax\\b|plt\\.)/.test(code.innerText)) found.push(`plotting code that is not folded: ${head(code)}`);
        if (test.test(code.innerText)) found.push(`a test that is not folded: ${head(code)}`);
    }
    return found;
}"""
NAMES = """async (asked) => {
    const box = new Fuse(await (await fetch('search.json')).json(), { keys: ['title'] });
    return asked.filter(name => !/^(config|start.settings)\\.html/.test(box.search(name)[0]?.item.href || ''));
}"""
SORTED = "column => [...document.querySelector('main table').tBodies[0].rows].map(r => parseFloat(r.cells[column].textContent))"

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
        yield from page.evaluate(LOOK)
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

def settings(page, base):
    "Each setting is found on the page of the settings"
    page.goto(base + 'index.html')
    names = [*Config().by_name()]
    for name in page.evaluate(NAMES, names): yield f'search for {name!r} does not find the setting first'

def sorts(page, base):
    "The list of runs by PER, with the mouse and with the keyboard"
    page.goto(base + 'runs/index.html')
    heads = page.locator('main table').first.locator('th')
    names = heads.all_inner_texts()
    for word in ('PER', 'interval', 'converged'):
        if not any(word in name for name in names): yield f'the list of runs has no {word}: {names}'
    column = next((i for i, name in enumerate(names) if 'PER' in name), None)
    if column is None: return
    head = heads.nth(column)
    for act, way, up in ((head.locator('button').click, 'ascending', True), (lambda: head.locator('button').press('Enter'), 'descending', False)):
        act()
        values = page.evaluate(SORTED, column)
        if values != sorted(values, reverse=not up) or head.get_attribute('aria-sort') != way: yield f'the list of runs does not sort {way}'

def forward(page, base):
    "Along the links to the next page: each page of the sidebar once, in its order, Start with the quickstart"
    page.goto(base + 'index.html')
    order = page.evaluate("[...new Set([...document.querySelectorAll('#quarto-sidebar a[href]')].map(a => a.href.split('#')[0]))].filter(h => h)")
    if not order[1:2] or 'quickstart' not in order[1]: yield f'Start does not begin with the quickstart: {order[:2]}'
    for here, then in zip(order, order[1:]):
        page.goto(here)
        link = page.locator('.nav-page-next a')
        to = link.evaluate('a => a.href') if link.count() else 'nowhere'
        if to != then: yield f'{here.removeprefix(base)}: next leads to {to.removeprefix(base)}, not to {then.removeprefix(base)}'

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
        problems += [*search(page, base, 'ctc_greedy_decode', 'decode.greedy.html#ctc_greedy_decode'), *search(page, base, *run),
                     *search(page, base, 'train on T15', 'start/data.html'), *settings(page, base), *sorts(page, base), *forward(page, base), *toggle(page, base)]
        browser.close()
    print('\n'.join([*dict.fromkeys(problems), f'{len(names)} pages seen in both themes, on a wide screen and on a phone, {len(set(problems))} problems']))
    return bool(problems)

if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
