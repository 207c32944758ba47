# make run · test · soak · check · eval · bench · clean.  Settings: DATA=dir PORT=7860 HOST=127.0.0.1 PYTHON=python3.11
# BENCH_OPTIONS=--write puts what `make bench` finds into docs/benchmarks.md.
# TORCH_OPTIONS are options of pip for torch alone, such as an index of builds for processors without a graphics card.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 7860
SET ?= evals/sets/mixed_dev.jsonl
DOCUMENTS ?= evals/documents/mixed
QA ?= ../shared/qa/external
BENCH_DOCUMENTS ?= corpus
BENCH_SET ?= evals/sets/corpus_dev.jsonl
BENCH_EVERY ?= 6
BENCH_OPTIONS ?=
TORCH_OPTIONS ?=
SOAK ?= 25

ifdef DATA
export TONGWEN_DATA := $(abspath $(DATA))
endif

PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install
TONGWEN := $(PY) -m assistant.cli
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.PHONY: run install test soak check eval bench bench-retrieval lock clean
.DEFAULT_GOAL := run

run: $(INSTALLED)
	@echo "== Weights of the models"
	@$(TONGWEN) weights
	@if $(TONGWEN) status --json | grep -q '"generation": ""'; then \
	  echo "== Indexing corpus/, for there is no index yet"; $(TONGWEN) ingest corpus; fi
	@echo "== Serving the chat"
	@$(TONGWEN) serve --host $(HOST) --port $(PORT)

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@echo "== Installing into $(VENV) (about two minutes, once)"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tongwen needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PIP) $(TORCH_OPTIONS) $$(grep '^torch==' requirements.lock)
	$(PIP) -r requirements.lock
	$(PIP) --no-deps -e .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.lock
	@echo "== Installing what tests and checks need"
	$(PIP) -r requirements.lock -r requirements-dev.lock
	@touch $@

test: $(INSTALLED_DEV)
	@PY=$(PY) sh scripts/test.sh

soak: $(INSTALLED_DEV)
	SOAK=$(SOAK) $(PY) -m pytest -m faults

check: $(INSTALLED_DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_architecture.py

eval: $(INSTALLED)
	@mkdir -p out
	$(TONGWEN) --data out/eval-data ingest $(DOCUMENTS)
	$(TONGWEN) --data out/eval-data eval run $(SET) --out out/$(basename $(notdir $(SET))).predictions.jsonl

bench: $(INSTALLED_DEV)
	$(PY) -m benchmarks.answers --documents $(BENCH_DOCUMENTS) --questions $(BENCH_SET) --every $(BENCH_EVERY) --out out/bench-answers.json $(BENCH_OPTIONS)
	$(PY) -m benchmarks.ingest --documents $(BENCH_DOCUMENTS) --out out/bench-ingest.json $(BENCH_OPTIONS)

bench-retrieval: $(INSTALLED)
	$(PY) -m evals.retrieval $(QA)/squad2/docs.jsonl $(QA)/squad2/questions.jsonl
	$(PY) -m evals.retrieval $(QA)/xquad_zh_en/docs_en.jsonl $(QA)/xquad_zh_en/questions.jsonl
	$(PY) -m evals.retrieval $(QA)/xquad_zh_en/docs_en.jsonl $(QA)/xquad_zh_en/questions.jsonl --question question_en
	$(PY) -m evals.retrieval $(QA)/xquad_zh_en/docs_zh.jsonl $(QA)/xquad_zh_en/questions.jsonl

lock:
	@rm -rf out/lock && mkdir -p out && $(PYTHON) -m venv out/lock
	out/lock/bin/python -m pip --quiet install $(TORCH_OPTIONS) $$(grep '^torch==' requirements.lock)
	out/lock/bin/python -m pip --quiet install -e '.[dev,bench]'
	out/lock/bin/python scripts/lock.py

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
