"""How long a live decoder takes for each bin, and whether it grows: `python tools/measure_live.py [--hour | --age]`

Full-size networks with random weights on random bins of 512 features, one thread; words by a trigram of the examples. Times are
processor time of this thread, in which other work on the machine does not count. `--hour` also plays an hour of bins, in sentences
of ten seconds, and looks at memory. Results go to records/bench/live.json. `--age` instead lets a decoder that has heard an hour and
a new one take turns, sentence by sentence, so that the machine's own ups and downs fall on both; results go to live_age.json."""
import resource, sys, time
from pathlib import Path
import numpy as np
import torch
from neural_decoder.config import Config
from neural_decoder.core import write_json
from neural_decoder.decode.beam import WordDecoder
from neural_decoder.decode.lexicon import make_lexicon
from neural_decoder.decode.ngram import train_ngrams
from neural_decoder.decode.words import read_sentences
from neural_decoder.live.stream import LiveDecoder
from neural_decoder.model.decoder import Decoder
from neural_decoder.runs.all import RUNS
from neural_decoder.tools.bench import describe_benchmark

SENTENCE, N_BINS, HOUR = 500, 6_000, 180_000   # bins: ten seconds, two minutes, an hour
TURNS = 36
SIZES = {
    'GRU 5 x 768, kernel 14, stride 4': Config(bidirectional=False, n_units=768, n_layers=5, kernel_len=14, stride_len=4),
    "DIET's transformer (r204), the last 200 frames": RUNS['r204_diet'].config.but(**{'encoder.left': 200})}

def percentiles(ms): return dict(zip(('p50', 'p95', 'p99', 'worst'), np.round(np.percentile(ms, [50, 95, 99, 100]), 3).tolist()))
def memory_mb(): return int(Path('/proc/self/statm').read_text().split()[1]) * resource.getpagesize() / 1e6

def played(live, n_bins, on_minute=lambda: None):
    "Milliseconds of the network and of the search, for each bin that brings a frame, and of the network for all others"
    rng, network, search, rest = np.random.default_rng(0), [], [], []
    bins = rng.normal(size=(SENTENCE, 512)).astype(np.float32)
    push = live.words.push
    spent = [0.]
    def timed(logits):
        t = time.thread_time()
        text = push(logits)
        spent[0] += 1000*(time.thread_time() - t)
        return text
    live.words.push = timed
    for i in range(n_bins):
        spent[0], t = 0., time.thread_time()
        heard = live.push(bins[i % SENTENCE][None])
        ms = 1000*(time.thread_time() - t)
        if len(heard.logits): network.append(ms - spent[0]), search.append(spent[0])
        else: rest.append(ms)
        if i % SENTENCE == SENTENCE - 1: live.finish()
        if i % 3000 == 2999: on_minute()
    return network, search, rest

def make_words():
    "What a `WordDecoder` needs: the words of the examples and a trigram of them"
    lm = train_ngrams(read_sentences(['examples'])[0])
    return make_lexicon([w for w in lm.words if w[0] != '<']), lm

def make_live(cfg, words):
    "A decoder of full size that has warmed up"
    live = LiveDecoder(Decoder(cfg, 512, 1).eval(), dict(sessions=['a'], normalisation='causal'), '', WordDecoder(*words))
    played(live, SENTENCE)
    return live

def age():
    "Is a decoder that has heard an hour as fast as a new one?"
    torch.set_num_threads(1)
    start, rows, words = time.perf_counter(), [], make_words()
    for name, cfg in SIZES.items():
        old = make_live(cfg, words)
        played(old, HOUR)
        ms = {'after an hour': (old, []), 'new': (make_live(cfg, words), [])}
        for _ in range(TURNS):
            for live, found in ms.values():
                network, search, _ = played(live, SENTENCE)
                found.extend(np.add(network, search))
        rows += [dict(network=name, decoder=k, frames=len(found), **percentiles(found)) for k, (_, found) in ms.items()]
        print(*rows[-2:], sep='\n', flush=True)
    write_json('records/bench/live_age.json', describe_benchmark('python tools/measure_live.py --age', 1, '', time.perf_counter() - start) | dict(rows=rows))

def main():
    torch.set_num_threads(1)
    start, rows = time.perf_counter(), []
    words = make_words()
    for name, cfg in SIZES.items():
        live = make_live(cfg, words)
        network, search, rest = played(live, N_BINS)
        whole = (np.array(network) + search).tolist()
        row = dict(network=name, parameters=live.model.n_parameters, frames=len(network), smoothing_delay_s=live.delay_s,
                   frame_ms=percentiles(whole), of_network_ms=percentiles(network), of_search_ms=percentiles(search), other_bins_ms=percentiles(rest))
        if '--hour' in sys.argv:
            sizes = []
            played(live, HOUR, lambda: sizes.append(round(memory_mb(), 1)))
            row |= dict(hour_memory_mb=[sizes[0], sizes[9], sizes[29], sizes[-1]])
        rows.append(row)
        print(row, flush=True)
    write_json('records/bench/live.json', describe_benchmark('python tools/measure_live.py --hour', 1, '', time.perf_counter() - start) | dict(rows=rows))

if __name__ == '__main__': age() if '--age' in sys.argv else main()
