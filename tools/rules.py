"""Who may import what in the library, and what stands in it that no notebook makes: `python tools/rules.py`"""
import ast, re, sys
from pathlib import Path

MAY = dict(root='', data='', model='data', decode='data model', train='data model decode', live='data model decode',
           runs='data model decode train live', tools='data model decode train live runs', jobs='data model decode train live runs', cli='data model decode train live runs tools jobs')
OPEN = 'core', 'config', 'console', 'style'
BY_HAND = {'__init__.py', 'all.py', '_modidx.py', 'py.typed'}

def wing_of(module):
    "The wing of a module's name within the library: data of data.store; root of core"
    first, *more = module.split('.')
    return first if more or first == 'cli' else 'root'

def imports(path, library):
    "Modules of the library that one imports, and whether by star"
    for n in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(n, ast.Import): yield from ((a.name.removeprefix(f'{library}.'), False) for a in n.names if a.name.startswith(f'{library}.'))
        if not isinstance(n, ast.ImportFrom): continue
        package = path.parts[:-n.level] if n.level else ()
        name = '.'.join([*package, *filter(None, [n.module])])
        if name.startswith(f'{library}.'): yield name.removeprefix(f'{library}.'), n.names[0].name == '*'

def main(library='neural_decoder'):
    found, number = [], {}
    for p in Path(library).rglob('*.py'):
        if m := re.search(r'File to edit: \S*?(\d{3})_\S+', p.read_text(encoding='utf-8')): number['.'.join(p.with_suffix('').parts[1:])] = int(m[1])
    for name in number:
        wing = wing_of(name)
        for other, star in imports(Path(library, *name.split('.')).with_suffix('.py'), library):
            theirs = wing_of(other)
            if theirs == wing and number[other] >= number[name]: found.append(f'{name} imports {other}, which comes after it')
            elif theirs not in (wing, *MAY[wing].split()) and other not in OPEN: found.append(f'{name} imports {other}: the wing {wing} may not')
            if star and theirs != wing and other not in OPEN[:2]: found.append(f'{name} imports all of {other}: spell the names')
    for wing in {w for w in map(wing_of, number)} - {'root', 'cli'}:
        told = {m for m, star in imports(Path(library, wing, 'all.py'), library) if star}
        found += [f'{wing}/all.py does not name {m}' for m in number if wing_of(m) == wing and m not in told]
    made = {Path(library, *n.split('.')).with_suffix('.py') for n in number}
    rest = {p for p in Path(library).rglob('*') if p.is_file()} - made
    found += [f'{p}: no notebook makes it' for p in rest if p.name not in BY_HAND and not {'assets', '__pycache__'} & set(p.parts)]
    print('\n'.join([*found, f'{len(number)} modules, {len(found)} break a rule']))
    return bool(found)

if __name__ == '__main__': sys.exit(main())
