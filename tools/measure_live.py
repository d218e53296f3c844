"""How long a live decoder takes for each bin, and whether it grows: `python tools/measure_live.py [--hour]`

Full-size networks with random weights on random bins of 512 features, one thread; words by a trigram of the examples. Times are
processor time of this thread, in which other work on the machine does not count. `--hour` also plays an hour of bins, in sentences
of ten seconds, and looks at memory. Results go to records/bench/live.json."""
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

def main():
    torch.set_num_threads(1)
    start, rows = time.perf_counter(), []
    lm = train_ngrams(read_sentences(['examples'])[0])
    lexicon = make_lexicon([w for w in lm.words if w[0] != '<'])
    for name, cfg in SIZES.items():
        model = Decoder(cfg, 512, 1).eval()
        live = LiveDecoder(model, dict(sessions=['a'], normalisation='causal'), '', WordDecoder(lexicon, lm))
        played(live, SENTENCE)                           # compiles, warms up
        live = LiveDecoder(model, dict(sessions=['a'], normalisation='causal'), '', WordDecoder(lexicon, lm))
        network, search, rest = played(live, N_BINS)
        whole = (np.array(network) + search).tolist()
        row = dict(network=name, parameters=model.n_parameters, frames=len(network), smoothing_delay_s=live.delay_s,
                   frame_ms=percentiles(whole), of_network_ms=percentiles(network), of_search_ms=percentiles(search), other_bins_ms=percentiles(rest))
        if '--hour' in sys.argv:
            sizes = []
            network, search, _ = played(live, HOUR, lambda: sizes.append(round(memory_mb(), 1)))
            ms = np.array(network) + search
            row |= dict(hour_memory_mb=[sizes[0], sizes[9], sizes[29], sizes[-1]], hour_first_p99_ms=percentiles(ms[:3000])['p99'], hour_last_p99_ms=percentiles(ms[-3000:])['p99'])
        rows.append(row)
        print(row, flush=True)
    write_json('records/bench/live.json', describe_benchmark('python tools/measure_live.py --hour', 1, '', time.perf_counter() - start) | dict(rows=rows))

if __name__ == '__main__': main()
