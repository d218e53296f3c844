"""A picture of the live page for the README: `python tools/picture_live.py RUN STORE [OUT [VIEW ...]]`

Test trials of a simulated participant are played at the speed of speech, with a language model of the examples without what is said
in them; Debian's Chromium takes the picture in the last of them. The store's bins are taken as they are, however it was normalised.
A view such as dark-600 is a further picture, of that scheme and width, beside OUT."""
import sys, threading
from PIL import Image
from playwright.sync_api import sync_playwright
from neural_decoder.data.phonemes import clean_text
from neural_decoder.data.store import Store
from neural_decoder.decode.beam import WordDecoder
from neural_decoder.decode.emissions import said_in
from neural_decoder.decode.lexicon import make_lexicon
from neural_decoder.decode.ngram import train_ngrams
from neural_decoder.decode.words import read_sentences
from neural_decoder.jobs.stream import StoreBins
from neural_decoder.live.page import LivePage
from neural_decoder.live.serve import LiveServer, serve
from neural_decoder.live.stream import LiveDecoder
from neural_decoder.model.checkpoint import load_decoder
from browse_site import CHROMIUM, FLAGS

FIRST, LAST = 47, 55   # of the last session's test trials; they come one after the other, and the picture is taken in the last
HEIGHT = 972           # of the picture, in points

def make_live(run, store):
    "A decoder with words, warmed up; rows that it shall be played"
    model, about = load_decoder(run, 'cpu')
    test = store.rows('test')
    said = {clean_text(said_in(store, i)) for i in test}
    lm = train_ngrams([s for s in read_sentences(['examples'])[0] if s not in said])
    words = WordDecoder(make_lexicon([w for w in lm.words if w[0] != '<']), lm)
    live = LiveDecoder(model, about | dict(normalisation='as in the source'), store.sessions[-1], words)
    rows = [i for i in test if store.index['day'][i] == len(store.sessions) - 1][FIRST:LAST + 1]
    live.push(store.read(rows[0]))
    live.reset()
    return live, rows

def main(run, store, out='nbs/images/live.png', *views):
    store = Store(store)
    live, rows = make_live(run, store)
    lengths = [int(store.index['lengths'][i]) for i in rows]
    end = sum(lengths) - lengths[-1] // 10
    with LivePage(live.model, f'a simulated participant, {store.sessions[-1]}') as page, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tabs = {out: browser.new_page(viewport=dict(width=1200, height=HEIGHT), color_scheme='light', device_scale_factor=2)}
        for view in views:
            scheme, width = view.split('-')
            tabs[out.replace('.png', f'_{view}.png')] = browser.new_page(viewport=dict(width=int(width), height=HEIGHT), color_scheme=scheme)
        for tab in tabs.values(): tab.goto(page.address)
        server = LiveServer(live, StoreBins(store, rows, 1.), [page])
        thread = threading.Thread(target=serve, args=(server,), kwargs=dict(stop=lambda: (server.order.next or 0) >= end))
        thread.start()
        while thread.is_alive(): tabs[out].wait_for_timeout(20)
        for path, tab in tabs.items():
            tab.wait_for_timeout(150)
            tab.screenshot(path=path)
            Image.open(path).convert('RGB').quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        browser.close()

if __name__ == '__main__': main(*sys.argv[1:])
