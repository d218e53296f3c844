"""PER and WER of runs of record, with one language model: `python tools/words_of_runs.py DATA WORK RUN ...`

DATA and WORK are the folders of `nd_run`; of each run the lowest seed is taken. The model is a trigram of the library's examples without dev and test; results go to
records/bench/words.json. Beside the first run stands what the search finds in the whole dictionary without a model.
"""
import argparse
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from neural_decoder.core import read_json, write_json
from neural_decoder.cli import nd_lm, nd_words, logits_of
from neural_decoder.data.phonemes import _dictionary
from neural_decoder.decode.all import *

DATASET = 'sim-mini'

def without_model(run, store, model, lexicon):
    "Words without a language model, settings chosen on dev"
    dev, test = (logits_of(str(run), store, split, None, 'cpu', most) for split, most in (('dev', 200), ('test', None)))
    decoder = WordDecoder(lexicon, model, Search(lm_weight=0.))
    best = best_point(tune(decoder, dev.logits, dev.texts, rounds=1)).search
    e = count_word_errors(first_texts(decode_words(decoder.but(**asdict(best)), test.logits)), test.texts)
    return dict(value=e.per, interval=e.interval(), words=len(lexicon.words))

def main(data, work, names):
    store, out = str(data/DATASET), dict(dataset=DATASET, runs={})
    with TemporaryDirectory() as tmp:
        lm = f'{tmp}/lm'
        nd_lm(['examples'], out=lm, exclude=store)
        model = open_ngrams(lm)
        out['ngrams'] = model.levels
        for name in names:
            folder = sorted(work.glob(f'{name}_*/{DATASET}/seed*'))[0]
            nd_words(str(folder), store, f'{tmp}/{name}', lm=lm, device='cpu')
            scores = read_json(f'{tmp}/{name}/scores.json', 'scores', ['WER'])
            out['runs'][name] = dict(scores, seed=int(folder.name.removeprefix('seed')))
            if name != names[0]: continue
            known = [w for w in model.words if w[0] != '<']
            out['without'] = [without_model(folder, store, model, make_lexicon(words)) for words in (known, _dictionary())]
            write_json('records/bench/words.json', out)
    write_json('records/bench/words.json', out)

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('data', type=Path)
    parser.add_argument('work', type=Path)
    parser.add_argument('runs', nargs='+')
    a = parser.parse_args()
    main(a.data, a.work, a.runs)
