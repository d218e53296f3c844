"""What a store costs at T12's size: conversion, opening, and reading while training.

    python tools/measure_store.py SCRATCH [--trials N] [--dtype float16] [--normalise causal] [--loading workers]

Writes a simulated participant of 24 days (8,800 train, 880 test and 1,200 hold-out trials, tx1 and spikePow of 256 columns,
about 4.5 GB) as T12 .mat files into the folder SCRATCH, converts it in a process of its own, reads 200 batches of 64 in another,
prints a Markdown table and deletes what it wrote. Needs about 9 GB of disk and no GPU. --trials N makes a smaller one, of N trials."""
import argparse, dataclasses, json, os, shutil, subprocess, sys, time
from pathlib import Path

def memory(key:str)->float: # MB; RssAnon is what the process holds now, VmHWM its peak RSS (ru_maxrss would count the parent's)
    return next(int(l.split()[1])/1024 for l in open('/proc/self/status') if l.startswith(key))

def write(folder:Path, n:int)->int: # Trials written
    "Files of a participant with T12's lengths; the hold-out are further test trials of the first 15 days, redacted"
    import numpy as np
    from neural_decoder.data.t12 import write_t12
    from neural_decoder.data.simulate import T12_LIKE
    share, done = n/10_880, 0
    plan = {split: [round((d+1)*total*share/days) - round(d*total*share/days) for d in range(days)]
            for split, total, days in (('train', 8800, 24), ('test', 880, 24), ('competitionHoldOut', 1200, 15))}
    p = dataclasses.replace(T12_LIKE, train_per_day=max(plan['train']), test_per_day=max(plan['test']) + max(plan['competitionHoldOut']))
    for split, counts in plan.items():
        of = 'train' if split == 'train' else 'test'
        for d, k in enumerate(counts):
            held_out = split == 'competitionHoldOut'
            first = max(plan['test']) if held_out else 0   # its trials are others than those of test
            trials = [p.trial(d, of, first + i, ('tx1', 'spikePow')) for i in range(k)]
            texts = ['']*k if held_out else p.texts(of, d)[:k]
            write_t12(folder/split/f'{p.session_name(d)}.mat', trials, p.blocks(of)[first:first + k] + 100*held_out, texts)
            done += k
    return done

def convert(source:str, out:str, dtype:str, normalise:str)->dict:
    from neural_decoder.data.store import write_store
    from neural_decoder.data.t12 import BASELINE_FEATURES, iter_t12
    before, t0 = memory('VmHWM'), time.perf_counter()
    write_store(out, iter_t12(source), BASELINE_FEATURES, dtype=dtype, normalise=normalise)
    return dict(convert_s=time.perf_counter() - t0, before_mb=before, peak_mb=memory('VmHWM'))

def read(path:str, loading:str, steps:int)->dict:
    import torch
    torch.set_num_threads(1)
    from neural_decoder.data.batches import Loader, Order
    from neural_decoder.config import Config
    from neural_decoder.data.store import Store
    t0 = time.perf_counter()
    store = Store(path)
    opened, base, most, bins = time.perf_counter() - t0, memory('RssAnon'), 0, 0
    cfg = Config(loading=loading, batch_size=64)
    t0 = time.perf_counter()
    for b in Loader(store, Order.of(store, store.rows('train'), cfg), cfg, stop=steps): most, bins = max(most, memory('RssAnon') - base), bins + int(b.lens.sum())
    return dict(open_s=opened, growth_mb=most, batch_ms=1000*(time.perf_counter() - t0)/steps, trials=len(store), gb=store.features.nbytes/1e9,
                mean_bins=float(store.index['lengths'].mean()), read=bins)

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('scratch', type=Path)
    for name, default in (('trials', 10_880), ('dtype', 'float32'), ('normalise', 'block'), ('loading', 'inline'), ('steps', 200)): a.add_argument(f'--{name}', type=type(default), default=default)
    a = a.parse_args()
    root = a.scratch/f'measure_store.{os.getpid()}'
    def apart(call:str)->dict: # The measurement of a fresh process
        code = f'import json, sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import measure_store as m; print(json.dumps(m.{call}))'
        return json.loads(subprocess.run([sys.executable, '-c', code], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
    try:
        root.mkdir(parents=True)
        if shutil.disk_usage(root).free < 1.2e6*a.trials + 4e9: sys.exit(f'{root}: too little free disk for {a.trials} trials')
        t0 = time.perf_counter()
        n = write(root/'competitionData', a.trials)
        size = sum(f.stat().st_size for f in root.rglob('*.mat'))
        print(f'{n} trials written as .mat, {size/1e9:.2f} GB, in {time.perf_counter() - t0:.0f} s', file=sys.stderr, flush=True)
        c = apart(f'convert({str(root/"competitionData")!r}, {str(root/"store")!r}, {a.dtype!r}, {a.normalise!r})')
        r = apart(f'read({str(root/"store")!r}, {a.loading!r}, {a.steps})')
    finally: shutil.rmtree(root, ignore_errors=True)
    print(f'| what | measured |\n|---|---|\n| trials, mean bins, features | {r["trials"]:,}, {r["mean_bins"]:.0f}, 256 |\n| `.mat` files, store | {size/1e9:.2f} GB, {r["gb"]:.2f} GB {a.dtype} |\n'
          f'| conversion ({a.normalise}) | {c["convert_s"]:.0f} s |\n| peak RSS of the conversion | {c["peak_mb"]:.0f} MB, of which imports {c["before_mb"]:.0f} MB |\n'
          f'| opening | {r["open_s"]:.2f} s |\n| growth of RssAnon over {a.steps} batches of 64 ({a.loading}) | {r["growth_mb"]:.0f} MB |\n| a batch | {r["batch_ms"]:.0f} ms |')

if __name__ == '__main__': main()
