#!/bin/sh
# Fetches what the browser needs from npm and writes it into assets/ and layouts/, so that no page asks a CDN:
# bootstrap's css, Noto Sans, the Russian locale of the figures. The results are committed; run by hand.
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fetch() { # fetch NAME VERSION FOLDER
    (cd "$place" && npm pack --silent "$1@$2" >"$3.name" 2>/dev/null && mkdir "$3" &&
        tar -xzf "$(cat "$3.name")" -C "$3" --strip-components 1)
}

fetch bootstrap 5.3.9 bootstrap
fetch @fontsource/noto-sans 5.3.0 noto
fetch plotly.js-locales 3.7.0 locales

# No source map, and no @import: some themes ask an outside host for fonts.
sed -E -e '/^\/\*# sourceMappingURL/d' -e 's/@import[^;]*;//g' \
    "$place/bootstrap/dist/css/bootstrap.min.css" >assets/02-bootstrap.min.css

mkdir -p assets/fonts
node - "$place/noto" assets <<'JS'
const fs = require("fs");
const [, , noto, assets] = process.argv;
const ranges = JSON.parse(fs.readFileSync(`${noto}/unicode.json`));
const faces = ["/* Noto Sans (OFL 1.1), written by scripts/vendor-assets.sh */"];
for (const subset of ["cyrillic-ext", "cyrillic", "latin"]) {
  for (const weight of [400, 600, 700]) {
    const file = `noto-sans-${subset}-${weight}-normal.woff2`;
    fs.copyFileSync(`${noto}/files/${file}`, `${assets}/fonts/${file}`);
    faces.push(`@font-face{font-family:"Noto Sans";font-style:normal;font-display:block;font-weight:${weight};` +
      `src:url(fonts/${file}) format("woff2");unicode-range:${ranges[subset]}}`);
  }
}
fs.writeFileSync(`${assets}/01-fonts.css`, faces.join("\n") + "\n");
JS

node - "$place/locales/ru.js" layouts/plotly_ru.json <<'JS'
const fs = require("fs");
const [, , source, target] = process.argv;
const home = {exports: {}};
new Function("module", "exports", "Plotly", fs.readFileSync(source, "utf8"))(home, home.exports, {
  register: (locale) => { home.exports = locale; },
});
fs.writeFileSync(target, JSON.stringify(home.exports, null, 1) + "\n");
JS
for file in bootstrap/LICENSE noto/LICENSE locales/LICENSE; do head -3 "$place/$file"; done
