"""Everything that a wall can obtain from a running room, and how to find a secret in it, however it is written.

`everything_a_wall_obtains(address, cookie)` knows the room by its address alone, so that it can be run again with the
cookie of a device, of an observer, or of nobody.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, quote_plus, urljoin, urlsplit

import httpx
import pypdf
from websockets.sync.client import connect

LINKED = re.compile(r"""(?:src|href)=["']([^"'#]+)["']""")
DASH = ("/_dash-layout", "/_dash-dependencies", "/_reload-hash")
MAPS = ("/map/plan.geojson", "/map/style.json?look=wall", "/map/style.json?look=desk&k=2")
PUBLIC = ("/export/pdf?privacy=public", "/export/xlsx?privacy=public", "/export/png?privacy=public",
          "/export/csv?privacy=public")
SOON_S = 60.0


def everything_a_wall_obtains(base_url: str, cookie: str | None = None) -> dict[str, bytes]:
    """Return address → bytes, unpacked, of all that `/wall` is, loads and is pushed; refusals too."""
    headers = {} if cookie is None else {"Cookie": cookie}
    found: dict[str, bytes] = {}
    with httpx.Client(base_url=base_url, headers=headers, timeout=SOON_S) as client:
        for path in ("/wall", "/wall?scene=map&pace=0", *DASH, *MAPS, "/live"):
            _keep(found, path, client.get(path))
        for path in [p for p in _linked(found["/wall"], base_url) if p not in found]:
            _keep(found, path, client.get(path))
        version = _socket(found, base_url, headers)
        for path in (f"/board/{version}", "/board/anything"):
            _keep(found, path, client.get(path))
            _keep(found, f"{path} unpacked", client.get(path, headers={"Accept-Encoding": "identity"}))
    return found


def public_exports(base_url: str, cookie: str | None = None) -> dict[str, bytes]:
    """Return address → text of the public snapshots, extracted from their files."""
    with httpx.Client(base_url=base_url, headers={"Cookie": cookie} if cookie else {}, timeout=SOON_S) as client:
        return {path: extracted(client.get(path).content) for path in PUBLIC}


def extracted(content: bytes) -> bytes:
    """Return the text of a PDF, the parts of a packed workbook, or the content as it is; each after the bytes."""
    if content.startswith(b"%PDF"):
        read = pypdf.PdfReader(io.BytesIO(content))
        text = "\n".join(page.extract_text() for page in read.pages) + repr(read.metadata)
        return content + text.replace("\N{NO-BREAK SPACE}", " ").encode()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def leaks(secrets: Iterable[str], obtained: Mapping[str, bytes]) -> list[str]:
    """Return «secret in address (form)» of every secret found in any form."""
    forms = [(secret, form, written) for secret in secrets for form, written in forms_of(secret)]
    return sorted(f"{secret!r} in {place} ({form})" for place, content in obtained.items()
                  for secret, form, written in forms if written in content)


def forms_of(secret: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every way in which a text may be written."""
    plain = secret.encode()
    yield "plain", plain
    yield "JSON", json.dumps(secret)[1:-1].encode()
    yield "JSON in JSON", json.dumps(json.dumps(secret)[1:-1])[1:-1].encode()
    yield "HTML", html.escape(secret).encode()
    for name, written in (("URL", quote(secret, safe="")), ("path", quote(secret)), ("query", quote_plus(secret))):
        yield name, written.encode()
        yield name, re.sub("%[0-9A-F]{2}", lambda hexed: hexed[0].lower(), written).encode()
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + plain)
        inner = packed[-(-shift * 4 // 3):(shift + len(plain)) // 3 * 4]
        yield "base64", inner
        yield "base64 of addresses", inner.replace(b"+", b"-").replace(b"/", b"_")


def _keep(found: dict[str, bytes], path: str, answer: httpx.Response) -> None:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    found[path] = head + b"\n\n" + extracted(answer.content)


def _linked(page: bytes, base_url: str) -> list[str]:
    """Return the addresses of our own host that a page loads; links to follow are left out."""
    here = urlsplit(base_url).netloc
    loaded = [urljoin(base_url, html.unescape(link)) for link in LINKED.findall(page.decode())]
    return sorted({url[url.index(here) + len(here):] for url in loaded if urlsplit(url).netloc == here})


def _socket(found: dict[str, bytes], base_url: str, headers: Mapping[str, str]) -> str:
    """Hear the bell twice: at once, and its next heartbeat; return the version it says."""
    url = f"ws{base_url.removeprefix('http')}/live"
    with connect(url, additional_headers=dict(headers), origin=None, proxy=None) as bell:
        said = [str(bell.recv(timeout=SOON_S)) for _ in range(2)]
    found["socket /live"] = "\n".join(said).encode()
    return str(json.loads(said[0])["version"])
