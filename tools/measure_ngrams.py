"""Time and memory of an n-gram model by size: `python tools/measure_ngrams.py FOLDER 10 100`

For each number of millions: an ARPA file is written to FOLDER (synthetic: as many 2-grams and 3-grams, words without meaning),
`nd_lm` turns it into arrays, and they are opened, each in a process of its own; results go to records/bench/ngrams.json.
"""
import subprocess, sys, time
from pathlib import Path
from neural_decoder.core import write_json

_OPEN = """
import sys, time; from neural_decoder.decode.ngram import open_ngrams, advance
t = time.perf_counter(); m = open_ngrams(sys.argv[1]); a = time.perf_counter() - t
m.scores('w1 w2 w3'); t = time.perf_counter(); m.scores('w0 w0 w0 w5'); print(a, time.perf_counter() - t)"""

def write_synthetic(path, millions):
    "A sorted ARPA file: of each word a third as many pairs as triples"
    n_words = 100_000 if millions <= 10 else 1_000_000
    pairs = int(millions * 1e6 / 3) // n_words
    per_pair = 2
    step = n_words // pairs
    with path.open('w') as f:
        f.write(f'\\data\\\nngram 1={n_words + 3}\nngram 2={n_words*pairs}\nngram 3={n_words*pairs*per_pair}\n\n\\1-grams:\n')
        f.write('-99\t<s>\t-0.3\n-2\t</s>\n-3\t<unk>\t-0.1\n')
        f.writelines(f'-4.5\tw{i}\t-0.25\n' for i in range(n_words))
        f.write('\n\\2-grams:\n')
        for i in range(n_words): f.write(''.join(f'-2.{i*j % 997}\tw{i} w{j*step}\t-0.1{j % 10}\n' for j in range(pairs)))
        f.write('\n\\3-grams:\n')
        for i in range(n_words):
            f.write(''.join(f'-1.{(i + j*k) % 997}\tw{i} w{j*step} w{k*(n_words//per_pair)}\n' for j in range(pairs) for k in range(per_pair)))
        f.write('\n\\end\\\n')

def timed(command):
    "Seconds, the most memory in bytes, and what a command says"
    code = ('import resource, subprocess, sys; r = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True); '
            'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); print(r.stdout, end="")')
    t = time.perf_counter()
    out = subprocess.run([sys.executable, '-c', code, *command], capture_output=True, text=True, check=True).stdout
    first, rest = out.split('\n', 1)
    return time.perf_counter() - t, int(first) * 1024, rest

def main(folder, *sizes):
    folder, rows = Path(folder), []
    for millions in map(int, sizes):
        arpa, arrays = folder/f'{millions}.arpa', folder/f'{millions}.lm'
        write_synthetic(arpa, millions)
        seconds, most, said = timed(['nd_lm', str(arpa), '--out', str(arrays)])
        on_disk = sum(p.stat().st_size for p in arrays.iterdir())
        _, open_most, times = timed([sys.executable, '-c', _OPEN, str(arrays)])
        opened, scored = map(float, times.split())
        rows.append(dict(millions=millions, arpa_bytes=arpa.stat().st_size, convert_seconds=seconds, convert_peak_bytes=most, disk_bytes=on_disk,
                         open_seconds=opened, open_peak_bytes=open_most, score_seconds=scored, said=said.splitlines()[-1]))
        print(rows[-1], flush=True)
        arpa.unlink()
        write_json('records/bench/ngrams.json', dict(rows=rows))

if __name__ == '__main__': main(*sys.argv[1:])
