# Two commands: `make run` opens the program, `make test` checks it.  Needs Python 3.11 or newer; see docs/setup.md.

PYTHON ?= python3
export PYTHON

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp

# What a display needs is installed only where there is one.
WINDOW := $(if $(DISPLAY)$(WAYLAND_DISPLAY),--window,)

.PHONY: run test lint benchmarks clean help system-libraries window-libraries

run: window-libraries $(RUN_STAMP)  ## open the program (without a display: print and draw its first screens)
	@$(BIN)/python packaging/start.py

test: export QT_QPA_PLATFORM = offscreen
test: lint  ## check style, types, imports, and run all tests
	$(BIN)/python -m pytest -n 2

lint: system-libraries $(DEV_STAMP)  ## check style, types and imports only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmarks: export QT_QPA_PLATFORM = offscreen
benchmarks: system-libraries $(DEV_STAMP)  ## measure the speeds promised, with their figures
	$(BIN)/python -m pytest tests/benchmarks -s -p no:randomly --no-header -o addopts="--strict-markers --strict-config"

clean:  ## remove everything that was made here
	rm -rf $(VENV) build dist pictures .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## list these commands
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1: \2/p' Makefile

system-libraries:
	@packaging/system_libraries.sh

window-libraries:
	@packaging/system_libraries.sh $(WINDOW)

# The stamps lie in the environment and vanish with it; the locks decide when to install again.
$(BIN)/python: | system-libraries
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_STAMP)
