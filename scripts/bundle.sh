#!/bin/sh
# Writes dist/bundle: the committed source, every locked wheel and install.sh, for a machine without a network
# (Debian 12, Python 3.11 with venv; Pango for the PDF). The wheels are checked by the hashes of the lock on both ends.
set -eu
cd "$(dirname "$0")/.."
bundle=dist/bundle
rm -rf "$bundle"
mkdir -p "$bundle/wheels" "$bundle/source"
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    -r requirements.lock -d "$bundle/wheels"
git archive HEAD | tar -x -C "$bundle/source"
scripts/python.sh scripts/sbom.py requirements.lock "$bundle/sbom.json"
cat >"$bundle/install.sh" <<'INSTALL'
#!/bin/sh
# Installs the situation room from this folder into TARGET (default /opt/situation-room); asks no network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/situation-room}
(cd "$here" && sha256sum --quiet -c SHA256SUMS)
mkdir -p "$target"
cp -R "$here/source/." "$target/"
cd "$target"
scripts/python.sh -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --find-links "$here/wheels" \
    --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation \
    --config-settings editable_mode=compat -e .
echo "Готово: cd $target && .venv/bin/situation-room serve"
INSTALL
chmod +x "$bundle/install.sh"
(cd "$bundle" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)
echo "dist/bundle: $(du -sh "$bundle" | cut -f1)"
