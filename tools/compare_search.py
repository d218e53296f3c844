"""Our search beside kaldi-decoder and flashlight-text on equal simulated emissions: `python tools/compare_search.py FOLDER`

Text: WordNet's glosses and examples, the bible and fortunes, from Debian's packages wordnet-base, bible-kjv, bible-kjv-text and fortunes.
None of it is shipped. FOLDER keeps the text, the trigram and the graph; results go to records/bench/search.json.
"""
import argparse, re, resource, subprocess, time, warnings, zlib
from itertools import product
from pathlib import Path
import numpy as np
from scipy.special import log_softmax
from neural_decoder.core import write_json
from neural_decoder.data.phonemes import PHONEMES, SIL, clean_text, text_to_ids, _dictionary
from neural_decoder.decode.all import *

FRAMES, PEAK, LEVELS = 150, 6., (1.75, 1.92, 2.27)   # sd of the noise in frames of phonemes; half of it in blanks
WORDS, TUNED, TESTED = 32_700, 40, 100

def raw_lines():
    "Pieces of text, as the packages hold them"
    for path in sorted(Path('/usr/share/wordnet').glob('data.*')):
        for line in path.read_text(encoding='latin-1').splitlines():
            if not line.startswith('  '): yield from re.split(r'[;"()]', line.split('|', 1)[-1])
    verses = subprocess.run(['bible', '-f', 'Gen1:1-Rev22:21'], capture_output=True, text=True, check=True).stdout
    for verse in verses.splitlines(): yield from re.split(r'[.;:?!()]', verse.split(' ', 1)[-1])
    for path in sorted(Path('/usr/share/games/fortunes').iterdir()):
        if path.suffix: continue
        for part in re.split(r'\n%\n|\n\n', path.read_text(encoding='utf-8', errors='replace')):
            yield from re.split(r'[.;:?!()"]', part.replace('\n', ' '))

def sentences():
    "Each once, of three or more words that the dictionary holds"
    known, found = _dictionary(), {}
    for line in raw_lines():
        if re.search(r'[0-9#@{}_=<>|\\/*+]', line): continue
        try: text = clean_text(line)
        except Exception: continue
        words = text.split()
        if len(words) >= 3 and all(w in known for w in words): found.setdefault(text)
    return list(found)

def emissions(text, sd, rng):
    "Simulated logits of a sentence: its symbols at random frames, blanks between, normal noise on all classes"
    ids = np.asarray(text_to_ids(text))
    gaps = np.append(0, ids[1:] == ids[:-1])
    free = FRAMES - len(ids) - gaps.sum()
    waits = np.bincount(rng.integers(0, len(ids) + 1, free), minlength=len(ids) + 1)[:-1]
    truth = np.zeros(FRAMES, int)
    truth[np.cumsum(waits + 1 + gaps) - 1] = ids
    noise = rng.normal(size=(FRAMES, len(PHONEMES))) * np.where(truth, sd, sd/2)[:, None]
    noise[np.arange(FRAMES), truth] += PEAK
    return noise.astype(np.float32)

def greedy_per(logits, texts):
    best = [x.argmax(1) for x in logits]
    found = [b[np.append(True, b[1:] != b[:-1]) & (b > 0)].tolist() for b in best]
    return count_errors(found, [text_to_ids(t).tolist() for t in texts]).per

def ours(lexicon, model):
    base = WordDecoder(lexicon, model)
    def make(**settings):
        decoder = base.but(**settings)
        return lambda x: first_texts([decoder.decode(x)])[0]
    return make

def kaldi(folder):
    import kaldifst, kaldi_decoder
    whole = GraphDecoder(folder)
    def make(acoustic_scale, blank_penalty):
        options = kaldi_decoder.FasterDecoderOptions(beam=17., max_active=7000, min_active=200)
        scaled = GraphSearch(acoustic_scale=acoustic_scale, blank_penalty=blank_penalty)
        def decode(x):
            lp = log_probs(x, scaled)
            lp = np.concatenate([lp[:, :1], lp[:, SIL:], lp[:, 1:SIL]], 1).astype(np.float32)
            decoder = kaldi_decoder.FasterDecoder(whole.graph, options)
            decoder.decode(kaldi_decoder.DecodableCtc(lp))
            found, best = decoder.get_best_path()
            if not found: return ''
            words = kaldifst.get_linear_symbol_sequence(best)[2]
            return ' '.join(whole.words[w] for w in words)
        return decode
    return make

def flashlight(lexicon, arpa):
    from flashlight.lib.text.decoder import CriterionType, KenLM, LexiconDecoder, LexiconDecoderOptions, SmearingMode, Trie
    from flashlight.lib.text.dictionary import Dictionary
    words = Dictionary([*lexicon.words, '<unk>'])
    lm, trie = KenLM(str(arpa), words), Trie(len(PHONEMES), SIL)
    start = lm.start(False)
    for w, name in enumerate(lexicon.words):
        i = words.get_index(name)
        for way in lexicon.ways(w): trie.insert(way.tolist(), i, lm.score(start, i)[1])
    trie.smear(SmearingMode.MAX)
    def make(lm_weight, word_score, beam=50, tokens=20):
        options = LexiconDecoderOptions(beam, tokens, 50., lm_weight, word_score, -1e9, 0., True, CriterionType.CTC)
        decoder = LexiconDecoder(options, trie, lm, SIL, 0, words.get_index('<unk>'), [], False)
        def decode(x):
            lp = np.ascontiguousarray(log_softmax(x.astype(np.float64), 1).astype(np.float32))
            found = decoder.decode(lp.ctypes.data, *lp.shape)
            return ' '.join(words.get_entry(i) for i in found[0].words if i >= 0) if found else ''
        return decode
    return make

def measure(decode, logits, texts):
    "WER, its interval, and the median time"
    decode(logits[0])
    found, times = [], []
    for x in logits:
        t = time.perf_counter()
        found.append(decode(x))
        times.append(time.perf_counter() - t)
    e = count_word_errors(found, texts)
    return dict(wer=e.per, interval=e.interval(), ms=1e3*float(np.median(times)))

def grid(**choices): return [dict(zip(choices, values)) for values in product(*choices.values())]

TRIED = dict(
    ours=grid(acoustic_scale=(0.7, 1., 1.4, 2., 2.8), word_bonus=(0., 2.)),
    kaldi=grid(acoustic_scale=(0.7, 1., 1.4, 2., 2.8), blank_penalty=(0., 2.)),
    flashlight=grid(lm_weight=(0.7, 1., 2., 3.), word_score=(0., 2.)))

def prepare(folder):
    "Text, trigram and graph, made once"
    if not (folder/'text.txt').exists(): (folder/'text.txt').write_text('\n'.join(sentences()))
    texts = (folder/'text.txt').read_text().split('\n')
    held = [t for t in texts if zlib.crc32(t.encode()) % 100 == 0]
    told = [t for t in texts if zlib.crc32(t.encode()) % 100]
    model = train_ngrams(told, 3, limit=WORDS)
    lexicon = make_lexicon([w for w in model.words if w[0] != '<'])
    seconds = 0.
    if not (folder/'graph').exists():
        write_arpa(model, folder/'lm.arpa')
        t = time.perf_counter()
        make_graph(lexicon, folder/'lm.arpa', folder/'graph')
        seconds = time.perf_counter() - t
    known = set(lexicon.words)
    fit = [t for t in held if 52 <= len(text_to_ids(t)) <= 70 and known.issuperset(t.split())]
    chosen = [fit[i] for i in np.random.default_rng(0).permutation(len(fit))[:TUNED + TESTED]]
    return told, model, lexicon, chosen, seconds

def main(folder):
    told, model, lexicon, chosen, seconds = prepare(folder)
    texts = dict(tune=chosen[:TUNED], test=chosen[TUNED:])
    makers = dict(ours=ours(lexicon, model), kaldi=kaldi(folder/'graph'), flashlight=flashlight(lexicon, folder/'lm.arpa'))
    out = dict(words=len(lexicon.words), ngrams=model.levels, symbols=float(np.mean([len(text_to_ids(t)) for t in texts['test']])),
               graph_seconds=seconds, graph_bytes=(folder/'graph'/'TLG.fst').stat().st_size, levels=[])
    orders = {n: train_ngrams(told, n, limit=WORDS) for n in (1, 2, 3, 4)}
    for sd in LEVELS:
        rng = np.random.default_rng(round(1000*sd))
        logits = {split: [emissions(t, sd, rng) for t in texts[split]] for split in texts}
        level = dict(sd=sd, per=greedy_per(logits['test'], texts['test']), decoders={})
        for name, make in makers.items():
            tried = [(measure(make(**s), logits['tune'], texts['tune'])['wer'], i) for i, s in enumerate(TRIED[name])]
            best = TRIED[name][min(tried)[1]]
            level['decoders'][name] = dict(settings=best, **measure(make(**best), logits['test'], texts['test']))
            print(f'{sd} PER {level["per"]:.3f} {name}', level['decoders'][name], flush=True)
        best = level['decoders']['ours']['settings']
        level['beams'] = {b: measure(makers['ours'](beam=b, **best), logits['test'], texts['test']) for b in (10, 30, 100, 300, 1000)}
        level['orders'] = {n: measure(ours(lexicon, m)(**best), logits['test'], texts['test']) for n, m in orders.items()}
        out['levels'].append(level)
    out['peak_bytes'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    write_json('records/bench/search.json', out)

if __name__ == '__main__':
    warnings.simplefilter('ignore')
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path)
    main(parser.parse_args().folder)
