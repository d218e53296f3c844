"""How long after its end a word appears: `python tools/measure_delay.py STORE LM RUN ...`

Trials of the simulated dataset of record, whose participant knows when each word ends, are played bin by bin through trained decoders; LM is a language model as
nd_lm writes it. A word has appeared when it stands in the best words so far and stays there. Words that the sentence has right at its end are counted. Results go to
records/bench/delay.json."""
import sys
from pathlib import Path
import numpy as np
from neural_decoder.all import *
from neural_decoder.data.phonemes import SIL
from neural_decoder.jobs.words import word_decoder
from neural_decoder.live.stream import BIN_S, LiveDecoder
from neural_decoder.runs.registry import find_dataset

PERSON, N_TRIALS = find_dataset('sim-mini').participant, 50   # trials of each day

def word_ends(day, i)->list: # Bins
    "Where each word of a test trial ends"
    ids, bins = PERSON.timing(day, 'test', i)
    ends = np.cumsum(bins)
    return [ends[k - 1] for k in range(1, len(ids)) if ids[k] == SIL]   # the silence after a word begins there

def appearances(live, x)->tuple: # Words of the sentence; for each of them the bin after which it stands, len(x) = the end
    "Play a trial"
    seen = [live.push(x[t:t+1]).text.split() for t in range(len(x))]
    words = live.finish().text.split()
    seen.append(words)
    since = []
    for k, w in enumerate(words):
        there = [k < len(s) and s[k] == w for s in seen]
        since.append(len(there) - there[::-1].index(False) if False in there else 0)
    return words, since

def measure(run, store, words)->dict:
    "Delays of one decoder"
    model, about = load_decoder(run, 'cpu')
    live = LiveDecoder(model, about | dict(normalisation='as in the source'), words=words)   # z-scored by block, which delays nothing
    late, last, right, of = [], 0, 0, 0
    for day, session in enumerate(store.sessions):
        rows = [i for i in store.rows('test') if store.index['day'][i] == day][:N_TRIALS]
        number = {clean_text(text): k for k, text in enumerate(PERSON.texts('test', day))}   # no sentence is said twice
        for i in rows:
            said, k = store[i].sentence.split(), number[clean_text(store[i].sentence)]
            live.use(session)
            found, since = appearances(live, store.read(i))
            of += len(said)
            if len(found) != len(said): continue
            for w, v, bin, end in zip(found, said, since, word_ends(day, k)):
                if w != v: continue
                right += 1
                last += bin >= len(store.read(i))
                late.append(bin*BIN_S - end*BIN_S)
    p50, p95 = np.percentile(late, [50, 95])
    return dict(run=Path(run).parts[-3], smoothing_s=live.delay_s, words=of, right=right, p50_s=round(p50, 3), p95_s=round(p95, 3),
                at_the_end=round(last/right, 3))

def main(store, lm, *runs):
    store, words = Store(store), word_decoder(lm, '', None, None)
    rows = [measure(run, store, words) for run in runs]
    for r in rows: print(r)
    write_json('records/bench/delay.json', dict(command='python tools/measure_delay.py STORE LM RUN ...', trials=N_TRIALS*len(store.sessions), rows=rows))

if __name__ == '__main__': main(*sys.argv[1:])
