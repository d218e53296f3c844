# make demo   install into .venv and run the main job on a simulated participant
# make test   everything that must hold: notebooks, library, wheel
# make lab    JupyterLab on nbs/
# make docs   the site in _docs, built offline and checked
PYTHON ?= python3
BIN = .venv/bin
# the recipe r045 (nbs/runs/q7_recipe_parts) at the demo's size: one layer, windows of 14 bins and no dropout, since
# 300 steps are too few for more; the average spans fewer steps, the noise is the same
DEMO = n_units=128 n_layers=1 kernel_len=14 dropout=0 eps=1e-8 lr=0.002 lr_end=0 schedule=cosine warmup_steps=30 decay_steps=270 clip_norm=1 ema=0.983 \
       batch_size=32 batching=bucketed n_steps=300 eval_every=50

.PHONY: demo test lab docs readme clean

.venv/installed: constraints.txt settings.ini setup.py pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or later is needed, {sys.version.split()[0]} found: make PYTHON=/path/to/python3.11")'
	@echo 'installing into .venv: a minute or two'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt pip setuptools wheel
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@

demo: .venv/installed
	rm -rf demo
	$(BIN)/nd_simulate demo
	$(BIN)/nd_convert demo/competitionData demo/store --dev 0.1
	$(BIN)/nd_train demo/store demo/run $(DEMO)
	$(BIN)/nd_lm examples --out demo/lm.arpa.gz --exclude demo/store
	$(BIN)/nd_words demo/run demo/store demo/words --lm demo/lm.arpa.gz

# formulas on the site are drawn by KaTeX, which comes by npm; without npm they stay as TeX
.venv/katex: | .venv/installed
	@npm install --silent --no-save --no-package-lock --prefix $@ katex@0.16.47 || { rm -rf $@; echo 'skipped: no KaTeX, which needs npm'; }

test: .venv/installed .venv/katex
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/test.sh

lab: .venv/installed
	$(BIN)/python tools/lab.py

docs: .venv/installed .venv/katex
	$(BIN)/python tools/docs.py
	$(BIN)/python tools/check_site.py
	$(BIN)/python tools/browse_site.py

readme: .venv/installed
	$(BIN)/python tools/readme.py

clean:
	rm -rf .venv demo build dist *.egg-info _proc _docs
