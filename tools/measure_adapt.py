"""Days without labels: PER and WER day by day, with an input layer that follows and without: `python tools/measure_adapt.py FOLDER`

A simulated participant drifts; a decoder that can run live is trained on its first four days, with three seeds, and decodes the days after them. Twice: with the
drift of the training days, and with a stronger one from which a decoder starts at a PER of 0.6 soon. Results go to records/bench/adapt.json; what is in FOLDER already
is not made again.
"""
import sys, time
from dataclasses import replace
from pathlib import Path
import numpy as np
from neural_decoder.all import *
from neural_decoder.cli import nd_lm
from neural_decoder.jobs.words import word_decoder
from neural_decoder.jobs.scoring import open_split
from neural_decoder.live.adapt import follow_days
from neural_decoder.runs.registry import find_dataset, find_run, scaled

TRAINED, LATER, SEEDS = 4, 8, (0, 1, 2)
KINDS = dict(same=(0.3, 100), strong=(0.5, 60))      # drift, sentences a day
DATASET = find_dataset('sim-mini')

def make_stores(root:Path):
    "The days that are trained, and those after them"
    p, features = replace(DATASET.participant, drift=KINDS['same'][0]), DATASET.features
    wanted = dict(train=(p, DATASET.dev_fraction))
    for kind, (drift, n) in KINDS.items():
        wanted[kind] = replace(p, drift=drift, n_days=TRAINED + LATER, train_per_day=1, test_per_day=n), 0.
    for name, (person, dev) in wanted.items():
        if not (root/f'{name}.store').exists():
            write_store(root/f'{name}.store', person.sessions(features), features, dev, normalise='causal')

def train(root:Path, seed:int):
    "One direction, smoothed over the past"
    if (root/f'run{seed}'/'summary.json').exists(): return
    cfg, _ = scaled(find_run('r060'), DATASET.n_steps, **DATASET.settings_for('gru'))
    Trainer(cfg.but(seed=seed), Store(root/'train.store'), root/f'run{seed}', progress=False).fit(resume=(root/f'run{seed}').exists())

def decode(run:Path, store:Path, words, follows)->dict:
    "PER and WER of each later day"
    model, data, rows, sessions = open_split(run, store, 'test', True, 'nearest', 'cpu')
    rows = rows[data.index['day'][rows] >= TRAINED]
    follow = None
    if follows:
        model, data, rows_, _ = open_split(run, store, 'test', True, 'adapt-live', 'cpu', words if follows == 'words' else None)
        sessions, follow = data.sessions, model.follow
    start = time.perf_counter()
    found = emissions_of(model, data, rows, sessions)
    took = time.perf_counter() - start
    days = data.index['day'][rows]
    out = dict(per=[], wer=[])
    for d in range(TRAINED, TRAINED + LATER):
        on = np.flatnonzero(days == d)
        out['per'].append(count_errors([greedy_ids(found.logits[i]) for i in on], [data.target(rows[i]) for i in on]).per)
        if follows != 'phonemes':
            said = decode_words(words, [found.logits[i] for i in on])
            out['wer'].append(count_word_errors(first_texts(said), [found.texts[i] for i in on]).per)
    if follow: out |= dict(steps=follow.steps, unsure=follow.unsure, resets=follow.resets, s_a_trial=took/len(rows))
    return out

def main(root:Path):
    root.mkdir(parents=True, exist_ok=True)
    make_stores(root)
    results = dict(trained_days=TRAINED, kinds={k: dict(drift=d, sentences=n) for k, (d, n) in KINDS.items()}, seeds={})
    for kind in KINDS:
        lm = root/f'{kind}.arpa.gz'
        if not lm.exists(): nd_lm(['examples'], out=str(lm), exclude=str(root/f'{kind}.store'))
        words = word_decoder(str(lm), '', None, None)
        for seed in SEEDS:
            train(root, seed)
            for follows in (None, 'words', 'phonemes'):
                if (kind, follows) == ('strong', 'phonemes'): continue
                name = f'{kind} {seed} {follows or "still"}'
                results['seeds'][name] = decode(root/f'run{seed}', root/f'{kind}.store', words, follows)
                print(name, {k: np.round(v, 3).tolist() for k, v in results['seeds'][name].items()}, flush=True)
    write_json('records/bench/adapt.json', results)

if __name__ == '__main__': main(Path(sys.argv[1]))
