# Chengyi: one command to run, one to test. Each target makes its own environment first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
# Compiled modules are kept in our own folders: without them every process compiles everything at every start.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
# Byte code is made at first use, of what is used: compiling everything takes longer than the download.
PIP_INSTALL := $(PIP) install -qq --no-compile --require-hashes --no-deps
LOCK := $(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.PHONY: help env env-run env-bench run test check messages format lock bench clean

help:  ## What can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@echo "Making the Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Chengyi needs Python 3.11 or later: set PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run-installed: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing what Chengyi needs to run"
	@$(PIP_INSTALL) -r requirements/run.txt
	@touch $@

$(VENV)/.dev-installed: requirements/dev.txt $(VENV)/.run-installed
	@echo "Installing what tests and checks need"
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

$(VENV)/.bench-installed: requirements/bench.txt $(VENV)/.dev-installed
	@$(PIP_INSTALL) -r requirements/bench.txt
	@touch $@

env: $(VENV)/.dev-installed  ## Make the environment for working on Chengyi (run, tests, checks)

env-run: $(VENV)/.run-installed

env-bench: $(VENV)/.bench-installed

lock: env  ## Write the lock files anew from pyproject.toml
	@export CUSTOM_COMPILE_COMMAND="make lock" PIP_FIND_LINKS=; \
	$(LOCK) -o requirements/run.txt pyproject.toml; \
	$(LOCK) --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml; \
	$(LOCK) --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt pyproject.toml

run: env-run  ## Start everything in this terminal (PORT=8000); Ctrl-C stops it
	@export CHENGYI_DEMO="$${CHENGYI_DEMO:-1}" PORT="$(PORT)"; exec $(PY) manage.py serve --prepare

test: env  ## Run the whole suite, on SQLite and on PostgreSQL
	@$(PY) -m tests.harness.run

format: env  ## Format the code and mend what can be mended
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

messages: env  ## Collect the texts of code and templates into the translation catalogue
	@CHENGYI_DEMO=1 $(PY) -m tools.messages refresh

check: env  ## Format, lint, types, layers, migrations, translations, compose file, deployment settings
	@$(PY) -m tools.check

bench: env-bench  ## Measure the hot paths beside their rivals; writes docs/performance.md
	@$(PY) -m tools.with_postgres $(PY) -m bench

clean:  ## Remove the environment and everything the demonstration made
	@rm -rf $(VENV) var
