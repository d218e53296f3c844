"""Make the dictionary and the net of `100_data.phonemes` from the two wheels they come from: `python tools/make_assets.py WHEELS [OUT]`

Fetch the wheels first: pip download --no-deps -d WHEELS pocketsphinx==5.1.1 g2p_en==2.1.0
"""
import hashlib, io, lzma, re, sys, zipfile
from pathlib import Path
import numpy as np

def member(folder, wheel, name):
    "One file out of the only wheel in `folder` whose name fits `wheel`"
    path, = Path(folder).glob(wheel)
    data = zipfile.ZipFile(path).read(name)
    print(f'{hashlib.sha256(data).hexdigest()}  {name}')
    return data

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

def main(wheels, out='neural_decoder/assets'):
    words = dictionary(member(wheels, 'pocketsphinx-5.1.1-*.whl', 'pocketsphinx/model/en-us/cmudict-en-us.dict').decode())
    net = half(member(wheels, 'g2p_en-2.1.0-*.whl', 'g2p_en/checkpoint20.npz'))
    packed = lzma.compress(words.encode(), preset=9 | lzma.PRESET_EXTREME)
    for name, data in ('cmudict.txt.xz', packed), ('g2p.npz', net):
        (Path(out)/name).write_bytes(data)
        print(f'{hashlib.sha256(data).hexdigest()}  {name}, {len(data):,} bytes')

if __name__ == '__main__': main(*sys.argv[1:])
