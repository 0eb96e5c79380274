"""The room over TLS with its own certificate, and what is said when that cannot be used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cli.commands import run
from cli.rooms import Pair, pair, served
from entering import people, way_in
from websockets.sync.client import connect

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tls")
    people(place)
    return place


@pytest.fixture(scope="module")
def own(home: Path) -> Pair:
    return pair(home / "certificate")


@pytest.fixture(scope="module")
def address(home: Path, own: Pair) -> Iterator[str]:
    with served(home, tls_certificate=str(own.certificate), tls_key=str(own.key)) as found:
        yield found


def test_over_tls_a_cookie_is_for_tls_alone_and_the_browser_is_told_to_stay(
        address: str, home: Path, own: Pair) -> None:
    assert address.startswith("https://")
    with httpx.Client(base_url=address, verify=own.trusted(), timeout=60) as client:
        entered = client.get(way_in(home))
        inside = client.get("/live")
        cookies = [*entered.headers.get_list("set-cookie"), *inside.headers.get_list("set-cookie")]
    kept = [cookie for cookie in cookies if "Max-Age=0" not in cookie]
    assert len(kept) == 2 and all("Secure" in cookie for cookie in kept)
    assert inside.status_code == 200
    assert entered.headers["strict-transport-security"] == inside.headers["strict-transport-security"]
    assert int(inside.headers["strict-transport-security"].removeprefix("max-age=")) > 86400


def test_the_bell_rings_over_tls(address: str, home: Path, own: Pair) -> None:
    with httpx.Client(base_url=address, verify=own.trusted(), timeout=60) as client:
        client.get(way_in(home))
        told = {"Cookie": f"room={client.cookies['room']}"}
    place = address.replace("https", "wss") + "/live"
    with connect(place, ssl=own.trusted(), additional_headers=told, origin=address) as bell:  # type: ignore[arg-type]
        assert json.loads(bell.recv(timeout=10))["version"]


def test_without_tls_nothing_is_promised(home: Path, tmp_path: Path) -> None:
    people(tmp_path)
    with served(tmp_path) as address, httpx.Client(base_url=address, timeout=60) as client:
        entered = client.get(way_in(tmp_path))
    assert "Secure" not in entered.headers["set-cookie"]
    assert "strict-transport-security" not in entered.headers


def broken(folder: Path, what: str) -> dict[str, str]:
    """Settings of a certificate that cannot be used."""
    good, other = pair(folder / "good"), pair(folder / "other", b"secret" * (what == "encrypted"))
    text = folder / "text.pem"
    text.write_text("no certificate", encoding="utf-8")
    pairs = {"no key": (good.certificate, None), "no certificate": (None, good.key),
             "a missing file": (good.certificate, folder / "nowhere.key"), "a folder": (folder, good.key),
             "another's key": (good.certificate, other.key), "no PEM": (text, text),
             "encrypted": (other.certificate, other.key)}
    certificate, key = pairs[what]
    return {name: str(file) for name, file in (("tls_certificate", certificate), ("tls_key", key)) if file}


@pytest.mark.parametrize("what", ["no key", "no certificate", "a missing file", "a folder", "another's key", "no PEM",
                                  "encrypted"])
def test_a_certificate_that_cannot_be_used_is_one_sentence(tmp_path: Path, what: str) -> None:
    done = run(tmp_path / "home", "serve", "--port", "0", **broken(tmp_path, what))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert CYRILLIC.search(done.stderr) and "Traceback" not in done.stderr
