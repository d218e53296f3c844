"""Make what the library ships from the packages that it comes from: `python tools/make_assets.py PACKAGES [OUT]`

Fetch them first: pip download --no-deps -d PACKAGES pocketsphinx==5.1.1 g2p_en==2.1.0
                  cd PACKAGES && apt-get download wordnet-base=1:3.0-37
"""
import collections, hashlib, io, lzma, re, subprocess, sys, tarfile, zipfile
from pathlib import Path
import numpy as np

def member(folder, wheel, name):
    "One file out of the only wheel in `folder` whose name fits `wheel`"
    path, = Path(folder).glob(wheel)
    data = zipfile.ZipFile(path).read(name)
    print(f'{hashlib.sha256(data).hexdigest()}  {name}')
    return data

def deb_files(folder, deb, names):
    "Files out of the only Debian package in `folder` whose name fits `deb`"
    path, = Path(folder).glob(deb)
    packed = subprocess.run(['dpkg-deb', '--fsys-tarfile', path], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for name in names:
            data = tar.extractfile(f'./usr/share/wordnet/{name}').read()
            print(f'{hashlib.sha256(data).hexdigest()}  {name}')
            yield data.decode()

def dictionary(text):
    "First pronunciations of the words that cleaned text can hold, as sorted lines"
    lines = [line for line in text.splitlines() if re.match(r"[a-z'-]+ ", line)]
    return '\n'.join(sorted(lines)) + '\n'

def half(npz):
    "The same arrays in float16, in order of name"
    arrays = np.load(io.BytesIO(npz))
    out = io.BytesIO()
    np.savez_compressed(out, **{k: arrays[k].astype(np.float16) for k in sorted(arrays.files)})
    return out.getvalue()

CRUDE = set("""sex sexual sexually breast breasts naked gay hell damn damned abortion abuse abused kill killed kills killing killer murder
    murdered murderer slavery slave slaves drunk drunken terrorist terrorists bomb bombs idiot stupid whipped screw tumor raped rape suicide
    executed torture tortured corpse bloody guns gun savage savages negro jew jews lover""".split())
RARE = 3   # fewer than so many examples with a word: no text with it

def words_of(text):
    "Its words as the label rule reads them"
    return re.sub("[^a-z' -]", '', text.lower()).split()

def plain(text):
    "Whether a text is 3 to 14 plain words, without names, numbers and quotations"
    names = re.search(r"[^.!?] [A-HJ-Z]|[^.!?] I[a-z]", text)
    odd = re.search(r"[^a-zA-Z' ,.!?;-]|--|[.][.a-z]", text)
    return not (names or odd) and 3 <= len(words_of(text)) <= 14

def examples(glosses, known):
    "Usage examples whose words are in the dictionary and not rare, as lines"
    found = dict.fromkeys(t.strip() for line in glosses for t in re.findall('"([^"]+)"', line))
    texts = [t for t in found if plain(t) and known.issuperset(words_of(t)) and not CRUDE & {*words_of(t)}]
    count = collections.Counter(w for t in texts for w in words_of(t))
    return [t for t in texts if all(count[w] >= RARE for w in words_of(t))]

def main(wheels, out='neural_decoder/assets'):
    words = dictionary(member(wheels, 'pocketsphinx-5.1.1-*.whl', 'pocketsphinx/model/en-us/cmudict-en-us.dict').decode())
    glosses = [line for text in deb_files(wheels, 'wordnet-base_*.deb', ['data.adj', 'data.adv', 'data.noun', 'data.verb'])
               for line in text.splitlines() if not line.startswith('  ')]
    texts = examples(glosses, {line.split(' ', 1)[0] for line in words.splitlines()})
    print(f'{len(texts):,} examples, {len({w for t in texts for w in words_of(t)}):,} different words')
    net = half(member(wheels, 'g2p_en-2.1.0-*.whl', 'g2p_en/checkpoint20.npz'))
    pack = lambda text: lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    for name, data in ('cmudict.txt.xz', pack(words)), ('g2p.npz', net), ('examples.txt.xz', pack('\n'.join(texts) + '\n')):
        (Path(out)/name).write_bytes(data)
        print(f'{hashlib.sha256(data).hexdigest()}  {name}, {len(data):,} bytes')

if __name__ == '__main__': main(*sys.argv[1:])
