"""What grows with the data, at T12's size and at a hundred times that: `python tools/measure_big.py SCRATCH [--trials 1000000]`

A store of a consortium is made in the folder SCRATCH: 1,000 days of 50 participants, labels of simulated sentences, and features that
are a hole in a sparse file, so that 154 GB take no disk: what reading from a disk costs is not in these figures. Beside it one of
10,000 trials and 10 days. Each store is looked at in a process of its own; batches are drawn from both in turn, in one process. Then
5,000 records and 5,000 folders of runs, copies of those in records/sim-mini, are told by `nd_report`. Seconds are processor time, in
which other work on the machine does not count. Needs 2 GB of disk; results go to records/bench/big.json."""
import argparse, json, os, shutil, subprocess, sys, time
from contextlib import contextmanager
from pathlib import Path

C, BATCH, REPORTED = 256, 64, 5_000
SHARES = dict(train=8800, test=880, holdout=1200)   # T12's trials by split
PHRASES = 4_000                                     # of which two make a sentence

def memory(key:str)->float: # MB; VmHWM is the peak of a process, RssAnon what is its own now
    return next(int(l.split()[1])/1000 for l in open('/proc/self/status') if l.startswith(key))

def median_s(f, n:int=5)->float: # Of processor time
    from statistics import median
    def once():
        t0 = time.process_time()
        f()
        return time.process_time() - t0
    return median(once() for _ in range(n))

@contextmanager
def timed(found:dict, key:str):
    "Processor time of a block"
    t0 = time.process_time()
    yield
    found[key] = time.process_time() - t0

def labels(n:int):
    "Sentences of two phrases each, their phonemes one after the other, and how many each has"
    import numpy as np
    from neural_decoder.data.phonemes import clean_text, text_to_ids
    from neural_decoder.data.simulate import example_texts
    texts = [t for t in map(clean_text, example_texts()) if 3 <= len(t.split()) <= 4][:PHRASES]
    ids = [text_to_ids(t) for t in texts]
    first, second = np.random.default_rng(0).integers(0, len(texts), (2, n))
    words = np.array(texts)
    sentences = np.char.add(np.char.add(words[first], ' '), words[second])
    pairs = [np.concatenate([ids[i], ids[j]]) for i, j in zip(first, second)]
    return sentences, np.concatenate(pairs), np.array([len(p) for p in pairs])

def make_store(path:str, n:int, n_days:int):
    "A store whose features are a hole in a file: zeros that take no disk"
    import zlib
    import numpy as np
    from neural_decoder.data.store import SPLITS, _digest, _Index, _meta, _write_header, draw_dev
    path, rng = Path(path), np.random.default_rng(1)
    path.mkdir(parents=True)
    counts = {k: n*v//sum(SHARES.values()) for k, v in SHARES.items()}
    counts['train'] += n - sum(counts.values())
    day = np.concatenate([np.arange(k)*n_days//k for k in counts.values()])
    split = np.repeat([SPLITS.index(k) for k in counts], list(counts.values()))
    dev = np.zeros(n, bool)
    for d in range(n_days):
        rows = np.flatnonzero((day == d) & (split == 0))
        dev[rows] = draw_dev(len(rows), 0.05, 0, d)
    split[dev] = SPLITS.index('dev')
    sentences, targets, n_targets = labels(n)
    labelled = split != SPLITS.index('holdout')
    lens = np.maximum(rng.normal(300, 80, n).astype(int), 40 + 5*n_targets)
    crc = {k: zlib.crc32(bytes(k*C*2)) for k in np.unique(lens).tolist()}
    index = _Index(0.05, 0)
    index.sessions = [f'p{d % 50:02}.{2020 + d//50//12}.{1 + d//50 % 12:02}.05' for d in range(n_days)]
    index.cols = dict(
        lengths=lens, day=day, split=split, trial=np.arange(n), block=np.arange(n)//40, crc=[crc[k] for k in lens.tolist()],
        sentences=np.where(labelled, sentences, ''), targets=[targets[np.repeat(labelled, n_targets)]], target_lengths=n_targets*labelled)
    index.save(path/'index.npz')
    with open(path/'features.npy', 'wb') as f:
        _write_header(f, int(lens.sum()), C, 'float16')
        f.truncate(f.tell() + int(lens.sum())*C*2)
    meta = _meta(path, index, {'block'}) | dict(features='simulated', dtype='float16', dev=dict(fraction=0.05, seed=0))
    (path/'meta.json').write_text(json.dumps(meta | dict(sha256=_digest(meta)), indent=1))

def look(path:str, run:str)->dict: # Seconds and MB by what was done
    "Everything that a command does with a store before and beside the steps"
    import dataclasses
    import numpy as np
    import torch
    from neural_decoder.config import Config
    from neural_decoder.data.batches import Order
    from neural_decoder.data.store import Store
    from neural_decoder.decode.metrics import ErrorCounts, per_by
    from neural_decoder.decode.scores import match_days
    from neural_decoder.model.ctc import learnable
    from neural_decoder.train.trainer import Trainer
    torch.set_num_threads(1)
    before, t0 = memory('VmHWM'), time.perf_counter()
    store = Store(path)
    found = dict(trials=len(store), days=len(store.sessions), gb=store.features.nbytes/1e9, open_wall_s=time.perf_counter() - t0)
    found |= dict(opened_peak_mb=memory('VmHWM') - before, opened_own_mb=memory('RssAnon'))
    found['open_s'] = median_s(lambda: Store(path))
    rows, test = store.rows('train'), store.rows('test')
    found['rows_s'] = median_s(lambda: store.rows('train'))
    for name, more in dict(random={}, bucketed=dict(batching='bucketed'), few_days=dict(days_per_batch=8)).items():
        cfg = Config(batch_size=BATCH, **more)
        found[f'order_{name}_s'] = median_s(lambda: Order.of(store, rows, cfg)(0), 3)
    with timed(found, 'test_in_train_s'): store.said_in_train(test)
    errors = ErrorCounts(*np.ones((4, len(test)), int))
    names = np.array(store.sessions)[store.index['day'][test]]
    with timed(found, 'per_by_session_s'): per_by(errors, names)
    with timed(found, 'interval_s'): errors.interval()
    with timed(found, 'days_by_name_s'): match_days(store.sessions, store, test)
    found['data_peak_mb'] = memory('VmHWM')
    cfg = Config(batch_size=BATCH, n_units=64, n_layers=1, day_layer='shared')
    with timed(found, 'trainer_s'): t = Trainer(cfg, store, run, 'cpu', progress=False)
    with timed(found, 'learnable_s'): learnable(store, rows, t.model.encoder)
    with timed(found, 'describe_s'): t._describe()
    for _ in range(3): t.train_step()
    with timed(found, 'checkpoint_s'): t.checkpoints.save('last.pt', t.checkpoint())
    return found | dict(peak_mb=memory('VmHWM'), own_mb=memory('RssAnon'))

def layers(path:str)->dict:
    "What an input layer for each day costs: seconds of a step, the same one each time, and MB of the process"
    import torch
    from neural_decoder.config import Config
    from neural_decoder.data.store import Store
    from neural_decoder.train.trainer import Trainer
    torch.set_num_threads(1)
    found = {}
    for name, more in dict(shared=dict(day_layer='shared'), each={}).items():
        t = Trainer(Config(batch_size=BATCH, n_units=64, n_layers=1, **more), Store(path), path + '.run', 'cpu', progress=False)
        def again():
            t.step = 0
            t.batches = None
            t.train_step()
        again()
        found[f'step_{name}_s'], found[f'{name}_mb'] = median_s(again, 5), memory('RssAnon')
    return found

def draw(small:str, big:str, n:int=20)->dict: # Milliseconds
    "Batches of both stores in turn, whose trials nobody has read; and the same ones again"
    import numpy as np
    from neural_decoder.config import Config
    from neural_decoder.data.batches import Order, collate
    from neural_decoder.data.store import Store
    for p in (small, big):
        with open(Path(p)/'features.npy', 'rb') as f: os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    cfg, stores = Config(batch_size=BATCH, batching='bucketed'), [Store(p) for p in (small, big)]
    orders = [Order.of(s, s.rows('train'), cfg) for s in stores]
    for s, o in zip(stores, orders): collate(s, o(n))
    found = {}
    for name in ('first', 'again'):
        ms = np.zeros((n, 2))
        for step in range(n):
            for k in (0, 1):
                rows, t0 = orders[k](step), time.process_time()
                collate(stores[k], rows)
                ms[step, k] = 1000*(time.process_time() - t0)
        found |= {f'{name}_small_ms': np.median(ms[:, 0]), f'{name}_big_ms': np.median(ms[:, 1])}
    return found

def drawn(stores:list, repeats:int=5)->dict: # Medians of fresh processes, and the ratio with its lowest and highest value
    from statistics import median
    runs = [apart(f'draw(*{stores!r})') for _ in range(repeats)]
    found = {k: median(r[k] for r in runs) for k in runs[0]} | dict(repeats=repeats)
    for name in ('first', 'again'):
        ratios = sorted(r[f'{name}_big_ms']/r[f'{name}_small_ms'] for r in runs)
        found[f'{name}_ratio'], found[f'{name}_ratios'] = median(ratios), [ratios[0], ratios[-1]]
    return found

def write_reports(root:str, source:str, n:int):
    "Records with a runs.toml that knows them, and folders of runs, of which every tenth has not finished"
    from neural_decoder.core import write_json
    from neural_decoder.runs.records import read_record
    root, source = Path(root), Path(source)
    there, folders = root/'records'/'sim-mini', root/'runs'
    there.mkdir(parents=True)
    texts = {p.stem: p.read_text() for p in sorted((source/'sim-mini').glob('r0*.json'))}
    for name, text in texts.items(): (there/f'{name}.json').write_text(text)
    names, lines = list(texts), []
    for i in range(n):
        name, of = f'x{i + 1:04}_copy', names[i % len(names)]
        (there/f'{name}.json').write_text(texts[of].replace(f'"{of}"', f'"{name}"', 1))
        lines.append(f'[runs.{name}]\nchange = "number {i + 1}"\nbase = "r000_baseline"\nsettings = {{ lr = {0.02 + i*1e-6:.6f} }}\n')
    (root/'runs.toml').write_text('\n'.join(lines))
    for of in names:
        t = read_record(of, 'sim-mini', source)[0]
        kept = root/'kept'/of
        write_json(kept/'config.json', {k: v for k, v in t.config.by_name().items() if k == 'encoder' or '.' not in k})
        write_json(kept/'env.json', t.env)
        write_json(kept/'summary.json', t.summary)
        rows = [f'{of}\t{i}\t{e}\t{m}\tAH\ttext' for i, (e, m) in enumerate(zip(t.errors, t.lengths))]
        (kept/'sentences.tsv').write_text('\n'.join(['session\ttrial\terrors\tphonemes\tdecoded\tsentence', *rows, '']))
        (kept/'metrics.jsonl').write_text(''.join(json.dumps(l) + '\n' for l in t.lines for _ in range(3 if l['kind'] == 'train' else 1)))
    for i in range(n):
        folder = folders/f'run{i:04}'
        folder.mkdir(parents=True)
        for f in (root/'kept'/names[i % len(names)]).iterdir():
            if i % 10 or f.name != 'summary.json': os.link(f, folder/f.name)

def command(args:list, cwd:str)->dict: # wall_s, cpu_s, peak_mb, lines
    "A command of the library, from its start to its end"
    t0 = time.perf_counter()
    p = subprocess.Popen([Path(sys.executable).with_name(args[0]), *args[1:]], cwd=cwd, stdout=subprocess.PIPE, text=True)
    text = p.stdout.read()
    _, status, used = os.wait4(p.pid, 0)
    if status: sys.exit(f'{args}: failed')
    return dict(command=' '.join(args), wall_s=time.perf_counter() - t0, cpu_s=used.ru_utime + used.ru_stime, peak_mb=used.ru_maxrss/1000, lines=text.count('\n'))

def apart(call:str): # The result of a fresh process
    code = f'import json, sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import measure_big as m; print(json.dumps(m.{call}))'
    return json.loads(subprocess.run([sys.executable, '-c', code], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])

def rounded(x): # The same, three significant digits
    if isinstance(x, dict): return {k: rounded(v) for k, v in x.items()}
    if isinstance(x, list): return [rounded(v) for v in x]
    return float(f'{x:.3g}') if isinstance(x, float) else x

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('scratch', type=Path)
    a.add_argument('--trials', type=int, default=1_000_000)
    a.add_argument('--out', default='records/bench/big.json')
    a.add_argument('--only', default='', help='store | layers | draw | report')
    a.add_argument('--before', type=Path, help='what this tool wrote before something was mended, to keep beside it')
    a = a.parse_args()
    root, start = (a.scratch/f'measure_big.{os.getpid()}').absolute(), time.perf_counter()
    wanted, found = lambda part: a.only in ('', part), {}
    stores = {str(root/'small'): (10_000, 10), str(root/'big'): (a.trials, 1000)}
    try:
        for path, sizes in stores.items():
            if a.only != 'report': apart(f'make_store({path!r}, *{sizes})')
        if wanted('store'): found['stores'] = [apart(f'look({p!r}, {p + ".run"!r})') for p in stores]
        if wanted('layers'): found['layers'] = [apart(f'layers({p!r})') for p in stores]
        if wanted('draw'): found['draw'] = drawn(list(stores))
        if wanted('report'):
            apart(f'write_reports({str(root/"report")!r}, "records", {REPORTED})')
            lines = ['nd_report --records records', 'nd_report runs']
            found['report'] = [command(l.split(), root/'report') for l in lines]
    finally: shutil.rmtree(root, ignore_errors=True)
    found = rounded(found)
    if a.before: found['before'] = {k: v for k, v in json.loads(a.before.read_text()).items() if k in ('commit', 'stores', 'layers', 'draw', 'report')}
    print(json.dumps(found, indent=1))
    from neural_decoder.core import write_json
    from neural_decoder.tools.bench import describe_benchmark
    if not a.only: write_json(a.out, describe_benchmark('python tools/measure_big.py SCRATCH', 1, '', time.perf_counter() - start) | found)

if __name__ == '__main__': main()
