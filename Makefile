# Lược Đồ. `make help` lists the targets; `make run` and `make test` need nothing but Python 3.11 and make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= $(or $(LUOCDO_HOME),data)
HOST ?= 127.0.0.1
PORT ?= 8000
SHIPPED := corpus/documents

.PHONY: help run install dev test test-fast check format lock bench browser comunica clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## install, read the shipped plans, build graph and index, serve on http://127.0.0.1:8000
	@$(BIN)/luocdo --home "$(HOME_DIR)" ingest $(SHIPPED)
	@$(BIN)/luocdo --home "$(HOME_DIR)" sync
	@exec $(BIN)/luocdo --home "$(HOME_DIR)" serve --host $(HOST) --port $(PORT)

install: $(VENV)/.installed ## make .venv with the pinned dependencies

dev: $(VENV)/.installed-dev ## the same with the developers' tools

# torch first and alone, by its exact version: a CPU build that lies on the machine is taken where there is one.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.11 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Cài đặt thư viện (vài phút) / installing the dependencies (a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^torch==' requirements.lock)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

browser: ## install Chromium for the browser tests where this machine allows it
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; } || \
	  echo "Không cài được Chromium: các phép thử trình duyệt sẽ được bỏ qua / no Chromium: browser tests will be skipped"

comunica: ## install the SPARQL client Comunica from npm, for its test (82 MB, a minute; the test is skipped without it)
	@npm install --no-save --no-audit --no-fund --ignore-scripts --no-package-lock @comunica/query-sparql@4

test: dev browser ## all tests
	@$(BIN)/python -m pytest

test-fast: dev ## the fast tests only
	@$(BIN)/python -m pytest -m "not slow and not browser and not corpus"

check: dev ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: dev ## let ruff put the code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: dev ## the benchmarks that read ../shared (skipped where it is absent)
	@for b in extraction headers retrieval; do echo "== $$b"; $(BIN)/python -m benchmarks.$$b || exit 1; done

lock: ## resolve the dependencies anew and write both lock files
	@rm -rf /tmp/luocdo-lock && $(PYTHON) -m venv /tmp/luocdo-lock
	@/tmp/luocdo-lock/bin/python -m pip install --quiet "$$(grep -o 'torch==[0-9.]*' pyproject.toml | head -1)" "setuptools>=77"
	@/tmp/luocdo-lock/bin/python tools/lock.py
	@rm -rf /tmp/luocdo-lock

clean: ## remove .venv and caches (the data folder stays)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
