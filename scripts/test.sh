#!/bin/sh
# All tests: the fast layers, then those with the real weights and a real browser. A layer that cannot run here is
# skipped with its reason printed; with CI=1 that is a failure.
set -eu
PY=${PY:-.venv/bin/python}

skip() {
    echo "SKIPPED: $1" >&2
    if [ -n "${CI:-}" ]; then
        echo "With CI set nothing may be skipped." >&2
        exit 1
    fi
}

echo "== Fast layers"
"$PY" -m pytest -n 2 --dist loadfile

echo "== Kills, full disks and damaged files"
"$PY" -m pytest -m faults

echo "== Layers with real weights and a browser"
if ! "$PY" -m assistant.cli weights; then
    skip "the real layers, for the weights of the models cannot be had"
    exit 0
fi
layers="real or browser"
if ! sh scripts/browser.sh; then
    skip "the browser layer, for there is no chromium with Chinese fonts"
    layers="real and not browser"
fi
"$PY" -m pytest -m "$layers"
