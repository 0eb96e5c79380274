"""What a peer claims about an address, TLS or the room's name counts only if it is a configured proxy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cli.rooms import served
from entering import people, way_in
from houses import house

from dashboard.domain.people import LOCAL, Viewer
from dashboard.room import Room

CLAIMS = {"X-Forwarded-For": "10.0.5.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example",
          "Forwarded": "for=10.0.5.7;proto=https;host=evil.example"}
CONFIGURED, OTHERS = '["127.0.0.1"]', '["10.9.9.9"]'


@pytest.fixture(scope="module", params=[CONFIGURED, OTHERS, "[]"])
def proxies(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, proxies: str) -> Path:
    place = tmp_path_factory.mktemp("proxies")
    people(place)
    return place


@pytest.fixture(scope="module")
def client(home: Path, proxies: str) -> Iterator[httpx.Client]:
    with served(home, proxies=proxies) as address, httpx.Client(base_url=address, headers=CLAIMS, timeout=60) as found:
        yield found


def test_the_address_of_a_session_is_the_peers_or_what_a_proxy_has_seen(
        client: httpx.Client, home: Path, proxies: str) -> None:
    client.get(way_in(home))
    with sqlite3.connect(home / "room.db") as connection:
        found = connection.execute("SELECT address FROM sessions ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()
    assert found == ("10.0.5.7" if proxies == CONFIGURED else "127.0.0.1",)


def test_tls_is_believed_of_a_proxy_alone(client: httpx.Client, home: Path, proxies: str) -> None:
    entered = client.get(way_in(home))
    assert entered.status_code == 303
    assert ("Secure" in entered.headers["set-cookie"]) is (proxies == CONFIGURED)
    assert ("strict-transport-security" in entered.headers) is (proxies == CONFIGURED)


def test_a_screens_network_cannot_be_claimed(client: httpx.Client, home: Path, proxies: str) -> None:
    told = Room(house(home), Viewer("root", LOCAL)).do("add_screen", name="hall", scenes="", network="10.0.5.0/24")
    assert client.get(told[1]["path"]).status_code == (303 if proxies == CONFIGURED else 403)


def test_a_longer_chain_ends_at_the_first_that_is_no_proxy(client: httpx.Client, home: Path, proxies: str) -> None:
    client.get(way_in(home), headers={"X-Forwarded-For": "10.0.5.7, 192.0.2.9"})
    with sqlite3.connect(home / "room.db") as connection:
        found = connection.execute("SELECT address FROM sessions ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()
    assert found == ("192.0.2.9" if proxies == CONFIGURED else "127.0.0.1",)


def test_nobody_gives_the_room_another_name(client: httpx.Client) -> None:
    shown = client.get("/list?measure=open", headers={"Accept": "text/html"})
    assert "evil" not in str(shown.headers) + shown.text
    assert client.get("/login", headers={"Host": "evil.example"}).status_code == 421
