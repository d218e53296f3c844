"Fold tests and plotting code on the pages of the site; outputs stay: used by `tools/docs.py`"
import ast, itertools, json, re

TEST = re.compile(r'(^|;) *(assert |test_\w+\()', re.M)
PLOT = re.compile(r'plot_\w+|plt|ax|axes|fig')

def called(node):
    "Name of the function that a statement calls"
    f = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    return f.id if isinstance(f, ast.Name) else ''

def is_check(node):
    "Whether a statement only tests: an assert, a `test_eq`, or a block of such"
    if isinstance(node, (ast.For, ast.With, ast.If)): return all(map(is_check, node.body))
    return isinstance(node, ast.Assert) or called(node).startswith('test_')

def names(node): return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}

def only_draws(tree):
    "Whether most statements draw: on `plt`, on a figure or axes, or on what was made of one"
    drawn, count = set(), 0
    for node in tree:
        if not any(name in drawn or PLOT.fullmatch(name) for name in names(node)): continue
        count += 1
        if isinstance(node, ast.Assign): drawn.update(*map(names, node.targets))
    return count * 2 > len(tree)

def has_check(rows): return bool(TEST.search('\n'.join(rows)))

def has_picture(cell): return any('image/png' in o.get('data', {}) for o in cell['outputs'])

def pieces(tree, rows):
    "Lines that only test and lines that do something else, in turn: pairs of whether they test, and the lines"
    kinds, begins, last = [], [], -1
    for tests, run in itertools.groupby(tree, is_check):
        run = list(run)
        if run[0].lineno > last:   # statements on one line stay together
            kinds.append(tests)
            begins.append(run[0].lineno - 1 if begins else 0)
        last = run[-1].end_lineno
    return [(tests, rows[i:j]) for tests, i, j in zip(kinds, begins, [*begins[1:], len(rows)])]

def made(cell, rows, what='', **kw):
    "A cell with other code, folded under a word"
    folded = ['#| code-fold: true', f'#| code-summary: "{what}"'] if what else []
    return cell | dict(source='\n'.join(folded + rows)) | kw

def fold(cell):
    "A cell as the page has it: a test with all it needs is folded; where a cell shows something, only its checks are, or code that draws"
    lines = ''.join(cell['source']).split('\n')
    n = next((i for i, line in enumerate(lines) if not line.startswith('#|')), len(lines))
    options, rows = lines[:n], lines[n:]
    try: tree = ast.parse('\n'.join(rows)).body
    except SyntaxError: return [cell]
    if not cell['outputs']: return [made(cell, lines, 'checks')] if has_check(rows) else [cell]
    found = pieces(tree, rows)
    shown = max((i for i, (tests, _) in enumerate(found) if not tests), default=len(found) - 1)   # the output stands below it
    plots = has_picture(cell) and only_draws(tree)
    parts = []
    for i, (tests, rows) in enumerate(found):
        what = 'checks' if tests or i != shown and has_check(rows) else 'plotting code' if plots else ''
        if i == shown: parts.append(made(cell, options + rows, what))
        else: parts.append(made(cell, rows, what, outputs=[], id=f'{cell["id"]}{i}'))
    return parts or [cell]

def fold_all(folder):
    "Each notebook of a folder, in place"
    for p in folder.rglob('*.ipynb'):
        nb = json.loads(p.read_text(encoding='utf-8'))
        nb['cells'] = [part for cell in nb['cells'] for part in (fold(cell) if cell['cell_type'] == 'code' else [cell])]
        p.write_text(json.dumps(nb), encoding='utf-8')
