# Everything here works on a fresh machine with Python 3.11 and make: the environment is made in .venv and cached.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is used is compiled when it is used
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# What one process of the tests has compiled, the next one reads
export PYTHONDONTWRITEBYTECODE :=

# The tests of a marker, from the files that name it; and what has none
marked = $(BIN)/python -m pytest -m $(1) $$(grep -rlw --include='test_*.py' 'mark\.$(1)' tests)
PLAIN := not live and not processes and not growth and not corpus and not page
SPREAD = -n $$((2 * $$($(BIN)/python -c 'import os; print(os.cpu_count() or 1)'))) --dist worksteal

.PHONY: demo test test-slack test-corpus test-page test-processes test-growth lint types check-all bench soak fuzz pictures test-live clean

demo: $(VENV)/.ready
	$(BIN)/auth401 demo

# All but what the targets below have: four to five minutes on two cores; the demo's tests go through Slack's face
test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m '$(PLAIN)' --ignore=tests/faces/slack $(SPREAD)

# Every event, command, button and setting of Slack's face, with the real journal behind it
test-slack: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m '$(PLAIN)' tests/faces/slack $(SPREAD)

# Each example of the knowledge, a secret in each place of a paste, and what is said of the street's reports
test-corpus: $(VENV)/.ready-dev
	$(call marked,corpus) -n 2 --dist worksteal

# The service's processes killed, frozen, restarted and upgraded: minutes of waiting
test-processes: $(VENV)/.ready-dev
	$(call marked,processes) -n 2 --dist worksteal

# The demo's page in a headless Chromium; without one it is skipped
test-page: $(VENV)/.ready-dev
	$(call marked,page) -n 2 --dist worksteal -rs

# Every pattern and every reader against texts that were made to be slow for it
test-growth: $(VENV)/.ready-dev
	$(call marked,growth) -n 2 --dist worksteal

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.bench

soak: $(VENV)/.ready-dev
	$(BIN)/python -m tests.soak $(MINUTES)

# The readers of foreign text, and what leaves, against a coverage-guided fuzzer (tests/fuzz/README.md)
fuzz: $(VENV)/.ready-dev
	$(INSTALL) --require-hashes -r requirements-fuzz.txt
	$(BIN)/python -m tests.fuzz $(MINUTES) $(TARGETS)

test-live: $(VENV)/.ready-dev
	tests/live/install
	$(call marked,live) -s

# The README's pictures, from the demo in a headless Chromium
pictures: $(VENV)/.ready-dev
	$(BIN)/python -m docs.pictures

check-all: test test-slack test-corpus test-page test-processes test-growth lint types

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auth401 needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --no-deps --editable . & own=$$!; $(INSTALL) --require-hashes -r requirements.txt && wait $$own
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt requirements-mcp.txt
	$(INSTALL) --require-hashes -r requirements-dev.txt -r requirements-mcp.txt
	touch $@

clean:
	rm -rf $(VENV) .venv-live var .mypy_cache .ruff_cache .pytest_cache .hypothesis
