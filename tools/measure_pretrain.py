"""What other people's recordings bring to a new participant: `python tools/measure_pretrain.py FOLDER`

Four simulated participants share articulation and differ in electrodes. A network learns on three of them, without labels; the fourth is trained from scratch and from
there, on 100, 400 and 1,600 of his sentences (dev among them), with three seeds each. First the plan is printed, in minutes of this CPU. Results go to
records/bench/pretrain.json after each training; what is in FOLDER already is not made again, and a training that was stopped goes on. `--plan` prints the plan alone.
"""
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from neural_decoder.all import *
from neural_decoder.data.stores import open_store
from neural_decoder.runs.all import compare, ending, find_dataset, find_run, read_run, scaled

SEEDS = 0, 1, 2
OTHERS = dict(ada=(11, 'spikePow:0-31'), ben=(12, 'spikePow:0-23'), cleo=(13, 'spikePow:8-47'))   # seed, electrodes
OWN = 14, 'spikePow:0-31'
OTHERS_SENTENCES, DEV = 1760, 0.2
SIZES = {100: 800, 400: 1600, 1600: 3200}   # sentences of the fourth -> steps
PRETRAIN_STEPS = 4800
DATASET = find_dataset('sim-mini')
RECORD = Path('records/bench/pretrain.json')
ARMS = 'scratch', 'pretrained'

def config(n_steps, **more):
    "The recipe at the size of sim-mini, with a read-in"
    cfg, _ = scaled(find_run('r010'), n_steps, **DATASET.settings_for('gru'))
    return cfg.but(read_in=32, precision='fp32', n_steps=n_steps, eval_every=n_steps//20, **more)

def person(seed, sentences, n_test):
    "A participant of sim-mini, with other electrodes"
    return replace(DATASET.participant, seed=seed, train_per_day=sentences // DATASET.participant.n_days, test_per_day=n_test)

def make_stores(root:Path):
    "Those of the others, and one of the fourth for each number of sentences"
    wanted = {name: (person(seed, OTHERS_SENTENCES, 20), features) for name, (seed, features) in OTHERS.items()}
    wanted |= {f'own{n}': (person(OWN[0], n, 500), OWN[1]) for n in SIZES}
    for name, (p, features) in wanted.items():
        if not (root/f'{name}.store').exists(): write_store(root/f'{name}.store', p.sessions(features), features, DEV)

def trainings(root:Path):
    "Each training: its folder, settings, store and what it begins with, in the order in which they are needed"
    others = [str(root/f'{name}.store') for name in OTHERS]
    for seed in SEEDS:
        before = root/'others'/f'seed{seed}'
        yield before, config(PRETRAIN_STEPS, objective='masked', seed=seed), others, ''
        for n, steps in SIZES.items():
            for arm in ARMS:
                yield root/f'{arm}{n}'/f'seed{seed}', config(steps, seed=seed), str(root/f'own{n}.store'), before if arm == 'pretrained' else ''

def plan(root:Path):
    "Print what is left, in minutes of this CPU by two measured steps of each kind"
    step_s, total = {}, 0
    for folder, cfg, store, start in trainings(root):
        if (folder/'summary.json').exists(): continue
        if cfg.objective not in step_s:
            with TemporaryDirectory() as tmp: step_s[cfg.objective] = Trainer(cfg, open_store(store), tmp, 'cpu', progress=False).estimate()['step_s']
        minutes = cfg.n_steps * step_s[cfg.objective] / 60
        total += minutes
        print(f'{folder.relative_to(root)}: {cfg.n_steps:,} steps, about {minutes:.0f} min')
    print(f'about {total:.0f} min of training are left, without evaluations', flush=True)

def keep(root:Path):
    "Write down what there is"
    found = dict(others={k: list(v) for k, v in OTHERS.items()}, own=list(OWN), others_sentences=OTHERS_SENTENCES, dev=DEV, steps={str(n): s for n, s in SIZES.items()},
                 pretrain_steps=PRETRAIN_STEPS, settings=config(PRETRAIN_STEPS).changes(), pretraining={}, sizes={}, cpu_minutes={})
    for folder, cfg, _, _ in trainings(root):
        if not (folder/'summary.json').exists(): continue
        s = read_json(folder/'summary.json', 'the summary of a run')
        found['cpu_minutes'][str(folder.relative_to(root))] = round(s['cpu_seconds'] / 60, 1)
        if cfg.objective == 'masked': found['pretraining'][str(cfg.seed)] = {k: s[k] for k in ('dev_mse', 'test_mse', 'test_mse_of_zero', 'best_step', 'parameters')}
    for n in SIZES:
        pers = {arm: {p.parent.name[4:]: read_json(p, 'the summary of a run')['test_per'] for p in sorted(root.glob(f'{arm}{n}/seed*/summary.json'))} for arm in ARMS}
        if not all(pers.values()): continue
        both = [read_run(root/f'{arm}{n}') for arm in ARMS]
        c = compare(*both)
        found['sizes'][str(n)] = dict(pers=pers, ended=[str(ending(r)) for r in both]) | (dict(seeds=c.seeds, scratch=c.base, pretrained=c.per, difference=c.difference, low=c.low, high=c.high, verdict=c.verdict) if c else {})
    write_json(RECORD, found)

def main(root:Path, only_plan:bool):
    root.mkdir(parents=True, exist_ok=True)
    make_stores(root)
    plan(root)
    if only_plan: return
    for folder, cfg, store, start in trainings(root):
        if (folder/'summary.json').exists(): continue
        summary = Trainer(cfg, open_store(store), folder, 'cpu', progress=False, start=start).fit(resume=(folder/'last.pt').exists())
        print(folder.relative_to(root), {k: round(summary[k], 4) for k in ('test_per', 'test_mse', 'test_mse_of_zero') if k in summary}, flush=True)
        keep(root)
    keep(root)   # also where all was there

if __name__ == '__main__': main(Path(sys.argv[1]), '--plan' in sys.argv)
