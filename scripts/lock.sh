#!/bin/sh
# Writes the three locks (run, test, engines) with hashes and without any index address.
# Only this makes locks; installing is plain pip. Run it by hand when pyproject.toml changes: make lock
set -eu
cd "$(dirname "$0")/.."
uv=".venv/bin/uv"
compile() {
    out=$1
    shift
    "$uv" pip compile --quiet --generate-hashes --no-header --no-annotate --no-config --no-emit-index-url \
        --python-version 3.11 --python-platform x86_64-manylinux_2_28 --no-emit-find-links \
        --only-binary :all: --output-file "$out" "$@"
}
compile requirements.lock pyproject.toml
compile requirements-test.lock --constraint requirements.lock pyproject.toml --group test
compile requirements-engines.lock --constraint requirements-test.lock --group engines
