"""Are trainings that were repeated equal to those on record? `python tools/repeated.py OTHER_RECORDS`

In a clean clone: delete the records to repeat, `nd_run r000 --seeds 2`, then run this here with the clone's records. What is compared
is each training that both have: errors of each test sentence, the chosen step, and the largest difference of what its log holds.
Results go to records/bench/repeated.json."""
import sys
from pathlib import Path
import numpy as np
from neural_decoder.core import write_json
from neural_decoder.runs.all import all_runs, read_record

def difference(a, b)->float: # Of the figures of two logs, as a share of their size
    keys = 'loss', 'grad_norm', 'per'
    pairs = [(x[k], y[k]) for x, y in zip(a.lines, b.lines) for k in keys if x.get(k) is not None and y.get(k) is not None]
    return max(abs(x - y) / max(abs(x), 1e-9) for x, y in pairs)

def main(other:Path):
    rows = []
    for path in sorted(other.glob('*/*.json')):
        dataset, name = path.parent.name, path.stem
        if name not in all_runs(): continue
        there = {t.seed: t for t in read_record(name, dataset, other)}
        for t in read_record(name, dataset, 'records'):
            again = there.get(t.seed)
            if again is None or again.env == t.env: continue   # the same training
            rows.append(dict(
                run=name, dataset=dataset, seed=t.seed, commits=[x.env['commit'][:8] for x in (t, again)],
                test_per=[x.summary['test_per'] for x in (t, again)], chosen=[x.summary['best_step'] for x in (t, again)],
                sentences=len(t.errors), sentences_that_differ=int((np.asarray(t.errors) != np.asarray(again.errors)).sum()),
                largest_difference=difference(t, again)))
            print(rows[-1])
    write_json('records/bench/repeated.json', dict(command='python tools/repeated.py OTHER_RECORDS', rows=rows))

if __name__ == '__main__': main(Path(sys.argv[1]))
