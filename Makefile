# The commands of this project.  `make` alone lists them.
#
# Everything is built into .venv from pinned, hashed requirements, and brought up to date when they
# change.  Needed on the machine: Python 3.11 or newer with its venv module, git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
CONFORMANCE := tests/conformance
VALIDATORS := $(CONFORMANCE)/node_modules/.installed

# uv resolves for every platform and Python at once; no index address gets into the files.  Two come as source alone:
# surt, by which wacz sorts the indexes it writes (the tests only let wacz judge, which never asks surt), and jstyleson,
# by which extruct mends JSON that is none (ours needs no mending); tests/archives.py and tests/extracting.py say how.
PINS := $(VENV)/pins/bin
PIN := $(PINS)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-config --no-sources --custom-compile-command "make requirements" \
	--extra postgresql --group build --upgrade --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench bench-language tables translations validators wheel requirements clean

help: ## list these recipes
	@echo "factcheck, by make:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1#\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'#' '{printf "%-15s %s\n", $$1, $$2}'
	@echo "PORT=8123 make demo serves there; FACTCHECK_HOME=folder make demo keeps its data there;"
	@echo "ARGS=\"-k queue\" make test runs some of the tests; PYTHON=python3.13 make builds with that one."

demo: $(RUNTIME) ## load the demo story and serve it; prints its address and accounts
	@exec $(BIN)/factcheck demo

test: $(TOOLS) ## run all tests, on both databases, and in the browser where there is one
	@$(BIN)/python -m pytest $(ARGS)

check: $(TOOLS) ## look for mistakes: style, types, rings
	@failed=0; \
		echo "ruff: style and mistakes"; $(BIN)/ruff check . || failed=1; \
		echo "mypy --strict: types"; $(BIN)/mypy --strict || failed=1; \
		echo "import-linter: rings"; $(BIN)/lint-imports --no-logo || failed=1; \
		exit $$failed

bench: $(TOOLS) ## measure the busy pages at 1,000 and at 100,000 claims, kept bytes and captures
	@$(BIN)/python -m tests.bench $(ARGS)

bench-language: $(TOOLS) ## measure sentences, suggestions, quotes and matches on public data
	@$(BIN)/python -m tests.bench_language $(ARGS)

tables: $(TOOLS) ## write the tables of the README from the code
	@$(BIN)/python -m tests.house.tables

translations: $(TOOLS) ## bring the catalogues of readers' languages up to date, compile them, and say what they lack
	@$(BIN)/python -m tests.house.catalogues

validators: $(VALIDATORS) ## install the two validators of npm that judge our pages beside our own (Node.js 20 or newer)

wheel: $(TOOLS) ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation
	@ls dist/*.whl

requirements: $(PINS)/uv ## pin every dependency again, with hashes, from pyproject.toml
	@echo "Pinning what its tests and checks need …"
	@$(PIN) --group dev --no-emit-package surt --no-emit-package jstyleson --output-file requirements-dev.txt > /dev/null
	@echo "Pinning what the program needs, in the versions its tests can live with …"
	@$(PIN) --constraint requirements-dev.txt --output-file requirements.txt > /dev/null
	@if grep -nE '://|^ *--?(i|f|index|extra|find|trusted)' requirements.txt requirements-dev.txt; then \
		echo "The lines above name an address: they may not stay."; exit 1; fi
	@grep -c '==' requirements.txt requirements-dev.txt

clean: ## remove what was built; the data in FACTCHECK_HOME stay
	rm -rf $(VENV) $(CONFORMANCE)/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find factcheck migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ── The environment ──────────────────────────────────────────────────────────────────────────────

# Installs the pins of the first prerequisite and counts along on a terminal; the whole log is kept, and its
# end shown when something fails.  The pins are all there is to install, so that pip looks for nothing by itself.
define install_pins
	@echo "Installing $(1) …"
	@{ $(PIP) install --require-hashes --no-deps --only-binary :all: -r $< 2>&1; echo "status $$?"; } \
		| tee $(VENV)/install.log \
		| { all=$$(grep -c '==' $<); count=0; failed=1; \
			say() { if [ -t 1 ]; then printf '\r  %-40s' "$$*"; fi; }; \
			while read -r word rest; do case "$$word" in \
				Collecting|Processing|Requirement|Ignoring) \
					count=$$((count + 1)); say "$$count of $$all packages";; \
				Installing) say "$$all of $$all packages; unpacking";; \
				status) failed=$$rest;; \
			esac; done; \
			if [ -t 1 ]; then printf '\r%-44s\r' ''; fi; exit $$failed; } \
		|| { tail -n 20 $(VENV)/install.log; exit 1; }
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "factcheck needs Python 3.11 or newer: PYTHON=python3.13 make … says which to take."; exit 1; }
	@echo "Making an environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python's venv module is missing; on Debian: apt install python3-venv"; exit 1; }

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	$(call install_pins,what the program needs)
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	$(call install_pins,what its tests and checks need)
	@touch $@

# No lock file: it would name addresses.  Nothing of theirs runs while they are installed, and nobody waits for ever.
$(VALIDATORS): $(CONFORMANCE)/package.json
	@command -v npm > /dev/null || { echo "npm is missing: the validators need Node.js 20 or newer with npm."; exit 1; }
	@echo "Installing the validators of npm …"
	@cd $(CONFORMANCE) && npm install --silent --no-package-lock --no-audit --no-fund --ignore-scripts \
		--fetch-retries=1 --fetch-timeout=30000 < /dev/null \
		|| { echo "The validators could not be installed: is the registry of npm reached?"; exit 1; }
	@touch $@

$(PINS)/uv: | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/pins
	@$(PINS)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
