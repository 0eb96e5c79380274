#!/bin/sh
# Set-up: setup.sh run | test | engines. Can be repeated; does nothing when the locks have not changed.
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}

has() { # has MODULE…: whether the Python that will make .venv has them
    scripts/python.sh -c "import $1" >/dev/null 2>&1
}

debian_packages() {
    # Without venv or ensurepip there is no environment at all.
    has "ensurepip, venv" || scripts/debian.sh python3-venv
    # Without Pango only the PDF is lost (`situation-room doctor` says so), so the room still starts.
    scripts/debian.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core || true
    if [ "$what" != run ]; then
        scripts/debian.sh chromium poppler-utils postgresql-15 nginx
    fi
}

environment() {
    # A copied .venv has another path inside its scripts, a half-made one has no pip: both are made anew.
    if [ "$(cat .venv/.place 2>/dev/null || echo "$PWD")" != "$PWD" ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        scripts/python.sh -m venv --clear .venv
    fi
    echo "$PWD" >.venv/.place
}

install() { # install LOCK NAME: by pip with hashes, unless the stamp holds the same lock and pyproject
    stamp=".venv/.stamp-$2"
    if ! cat "$1" pyproject.toml | cmp -s - "$stamp"; then
        echo "Устанавливаются зависимости: $1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
            --require-hashes -r "$1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index \
            --no-build-isolation --config-settings editable_mode=compat -e .
        # The project's own code is compiled now, so that the first start is as quick as the second.
        .venv/bin/python -m compileall -q app.py dashboard datasources intake layouts callbacks
        cat "$1" pyproject.toml >"$stamp"
    fi
}

debian_packages
environment
case $what in
run) [ -f .venv/.stamp-test ] && cat requirements-test.lock pyproject.toml | cmp -s - .venv/.stamp-test ||
    install requirements.lock run ;;
test) install requirements-test.lock test ;;
engines)
    install requirements-test.lock test
    install requirements-engines.lock engines
    ;;
*)
    echo "setup.sh run | test | engines" >&2
    exit 2
    ;;
esac
