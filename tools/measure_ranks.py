"""One training in one, two and four processes: `python tools/measure_ranks.py SCRATCH`

A GRU in fp32 on a simulated participant, on a CPU by gloo, one thread a rank. Without dropout: the loss of each of the first 50 steps,
which must be equal within 1e-4 for any number of ranks, and the PER at the end. With dropout, whose masks depend on the rank: the PER on
dev of three seeds, and the 95 % interval of the mean difference from one process, which must hold 0. Steps are timed too, but two cores
that others work on say little about speed. Results go to records/bench/ranks.json."""
import sys, time
from pathlib import Path
import numpy as np
import torch
from scipy import stats
from neural_decoder.config import Config
from neural_decoder.core import write_json
from neural_decoder.data.simulate import participant
from neural_decoder.data.store import Store, write_store
from neural_decoder.tools.bench import describe_benchmark
from neural_decoder.train.log import read_metrics
from neural_decoder.train.parallel import start_ranks
from neural_decoder.train.trainer import Trainer

RANKS, SEEDS, FIRST = (1, 2, 4), (0, 1, 2), 50
CFG = Config(n_units=64, n_layers=2, kernel_len=14, stride_len=4, smooth_sd=1., dropout=0., white_noise_sd=0.3, constant_offset_sd=0.1, optimizer='adamw',
             lr=0.01, lr_end=0.001, eps=1e-8, schedule='cosine', warmup_steps=20, clip_norm=1., batch_size=16, n_steps=120, eval_every=30)

def fitted(ranks, cfg, store, folder):
    "One rank of a training; the first gives its summary"
    return Trainer(cfg, Store(store), folder, 'cpu', progress=False, ranks=ranks).fit()

def train(cfg, store, folder, n):
    "Summary, losses of all steps and seconds of a training on `n` ranks"
    start = time.perf_counter()
    summary = start_ranks(fitted, ['cpu']*n, cfg, store, folder)
    print(folder, f'dev PER {summary["dev_per"]:.4f}, test PER {summary["test_per"]:.4f}, {time.perf_counter() - start:.0f} s', flush=True)
    return summary, [l['loss'] for l in read_metrics(folder, 'train')]

def main(scratch):
    torch.set_num_threads(1)
    start, scratch = time.perf_counter(), Path(scratch)
    person = participant('demo', n_days=3, train_per_day=100, test_per_day=30, separability=0.6)
    store = str(write_store(scratch/'store', person.sessions('tx1:0-63'), dev_fraction=0.2))
    same = {n: train(CFG, store, scratch/f'same_{n}', n) for n in RANKS}
    losses = np.array([same[n][1] for n in RANKS])
    apart = np.abs(losses - losses[0]).max(0)
    rows = [dict(ranks=n, losses=same[n][1][:FIRST], **{k: same[n][0][k] for k in ('best_step', 'dev_per', 'test_per')}) for n in RANKS]
    drop = {n: [train(CFG.but(dropout=0.4, seed=s), store, scratch/f'drop_{n}_{s}', n)[0] for s in SEEDS] for n in RANKS}
    dropped = []
    for n in RANKS[1:]:
        diff = np.array([b['dev_per'] - a['dev_per'] for a, b in zip(drop[1], drop[n])])
        half = stats.t.ppf(0.975, len(diff) - 1) * diff.std(ddof=1) / len(diff)**0.5
        dropped.append(dict(ranks=n, seeds=len(SEEDS), dev_per_alone=[s['dev_per'] for s in drop[1]], dev_per=[s['dev_per'] for s in drop[n]],
                            difference=diff.mean(), low=diff.mean() - half, high=diff.mean() + half))
    about = describe_benchmark('python tools/measure_ranks.py SCRATCH', 1, 'other trainings ran beside it', time.perf_counter() - start)
    write_json('records/bench/ranks.json', about | dict(parameters=same[1][0]['parameters'], train=len(Store(store).rows('train')), dev=len(Store(store).rows('dev')),
               steps=CFG.n_steps, largest_first=apart[:FIRST].max(), largest_all=apart.max(), rows=rows, dropout=dropped))
    print(f'largest difference of a loss: {apart[:FIRST].max():.1e} in the first {FIRST} steps, {apart.max():.1e} in all', *dropped, sep='\n')
    assert apart[:FIRST].max() < 1e-4 and all(d['low'] <= 0 <= d['high'] for d in dropped)

if __name__ == '__main__': main(sys.argv[1])
