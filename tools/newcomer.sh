#!/usr/bin/env bash
# A newcomer's path in a clean clone, each line as one would type it: bash tools/newcomer.sh [EMPTY FOLDER]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
place=${1:-$(mktemp -d)}
small='n_units=96 n_layers=1 kernel_len=14 dropout=0 optimizer=adamw eps=1e-8 lr=0.003 schedule=cosine lr_end=0 clip_norm=1 batch_size=32 n_steps=120 eval_every=40'
step() { printf '\n$ %s\n' "$*"; "$@"; }

step git clone -q "$home" "$place/neural_decoder"
cd "$place/neural_decoder"
step make demo
PATH=$PWD/.venv/bin:$PATH

# a pickle of one's own, as the baseline's notebook leaves it; here it is made of the demo's simulated recordings
python -c "
from dataclasses import replace
from neural_decoder.all import *
own = [replace(s, features=list(zscore_blocks(s.features, s.blocks)), targets=[text_to_ids(t) for t in s.sentences], normalised=True)
       for s in iter_t12('demo/competitionData')]
write_ptdecoder('own.pkl', own)"
step nd
step nd_convert own.pkl own.store --dev 0.1
step nd_train own.store runs/first $small
step nd_train own.store runs/second $small white_noise_sd=0.2
step nd_compare runs/first runs/second
step nd_report runs
step nd_new_run less_noise white_noise_sd=0.2 --base r000 --expected 'lower by 0.01' --folder pages
step nd_lm examples -o lm.arpa.gz --exclude own.store
step nd_words runs/second own.store words --lm lm.arpa.gz
step nd_export runs/second exported
step nd_eval exported own.store
printf '\nall of it works, in %s\n' "$place"
