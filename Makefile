# make demo   install into .venv and run the main job on a simulated participant
# make test   everything that must hold: notebooks, library, wheel
# make lab    JupyterLab on nbs/
PYTHON ?= python3
BIN = .venv/bin
DEMO = n_units=128 n_layers=1 kernel_len=14 dropout=0 optimizer=adamw lr=0.003 eps=1e-8 schedule=cosine lr_end=0.0001 \
       warmup_steps=50 decay_steps=250 clip_norm=1 batch_size=32 batching=bucketed n_steps=300 eval_every=50

.PHONY: demo test lab readme clean

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

test: .venv/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/test.sh

lab: .venv/installed
	$(BIN)/jupyter lab nbs

readme: .venv/installed
	$(BIN)/python tools/readme.py

clean:
	rm -rf .venv demo build dist *.egg-info _proc _docs
