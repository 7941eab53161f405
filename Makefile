# Everything is one word: `make run` opens the demo desk, `make test` proves it works.
# Needs Python >= 3.11 (with venv), make and a package registry; the rest is set up in .venv.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready-run
READY_DEV := $(VENV)/.ready-dev

.PHONY: run test torture lint types check bench locales keys picture snapshots clean

run: $(READY)
	$(BIN)/python -m deskapp --demo

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3"; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(READY): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(READY_DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(READY)

test: $(READY_DEV)
	$(BIN)/python -m pytest -n 2 $(ARGS)

torture: $(READY_DEV)
	TORTURE=1 $(BIN)/python -m pytest -n 2 tests/faults $(ARGS)

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY_DEV)
	$(BIN)/mypy

check: lint types test

bench: $(READY_DEV)
	$(BIN)/python -m tests.bench

locales: $(READY_DEV)
	$(BIN)/python -m tests.locales_update

keys: $(READY_DEV)
	$(BIN)/python -m tests.keys_table

picture: $(READY_DEV)
	$(BIN)/python -m tests.picture

snapshots: $(READY_DEV)
	$(BIN)/python -m pytest -n 2 tests/screens --snapshot-update

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
