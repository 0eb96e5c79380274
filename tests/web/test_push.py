"""The bell rings, the parcel is built once, strangers are refused, static files go out packed."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest
from boards import AT, usual
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from serving import serving
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dashboard.cache.board import Board, SourceState
from dashboard.web.headers import HEADERS, Guard, host_name
from dashboard.web.live import Bell, live_router, message
from dashboard.web.maps import map_router
from dashboard.web.packed import Packed
from dashboard.web.parcels import Parcels, parcel_router
from layouts.plan import style

PLAN = b'{"type": "FeatureCollection", "features": []}'
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Screen:
    """A published board that a test may replace."""

    def __init__(self) -> None:
        self.shown: Board = usual()
        self.drawn = 0

    def version(self) -> str:
        return self.shown.version

    def health(self) -> tuple[SourceState, ...]:
        return self.shown.sources

    def board(self) -> Board:
        return self.shown

    def draw(self, board: Board) -> bytes:
        self.drawn += 1
        return orjson.dumps({"version": board.version, "slots": []})


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def client(screen: Screen, bell: Bell) -> Iterator[httpx.Client]:
    server = FastAPI()
    server.include_router(live_router(screen, bell, "b1", lambda: NOW))
    server.include_router(parcel_router(screen, screen.draw))
    server.include_router(map_router(PLAN, style, "b1"))
    with serving(Guard(server, ("room.local",))) as address, httpx.Client(base_url=address) as client:
        yield client


def test_the_bell_says_version_build_clock_and_sources(screen: Screen) -> None:
    assert message(screen, "b1", NOW) == {
        "version": "boot-1", "build": "b1", "now": NOW.isoformat(),
        "sources": {"pos": [AT.isoformat(), "fresh"], "incident": ["2026-11-22T11:32:00+00:00", "late"],
                    "sed": [None, "none"]}}


def page(client: httpx.Client, **headers: str) -> ClientConnection:
    """Open the bell as a page does."""
    url = client.base_url.copy_with(scheme="ws", path="/live")
    return connect(str(url), additional_headers=headers, proxy=None)


def heard(opened: ClientConnection) -> str:
    return str(orjson.loads(opened.recv(timeout=5))["version"])


def test_a_page_hears_the_present_version_at_once_and_the_next_one_when_the_bell_rings(
        client: httpx.Client, screen: Screen, bell: Bell) -> None:
    with page(client) as opened:
        assert heard(opened) == "boot-1"
        screen.shown = replace(screen.shown, version="boot-2")
        bell.ring()
        assert heard(opened) == "boot-2"


def test_every_open_page_hears_the_bell_and_a_gone_one_is_forgotten(client: httpx.Client, bell: Bell) -> None:
    with page(client) as first:
        with page(client) as second:
            assert (heard(first), heard(second), bell.pages) == ("boot-1", "boot-1", 2)
            bell.ring()
            assert (heard(first), heard(second)) == ("boot-1", "boot-1")
        for _ in range(50):  # the server learns of the leaving while the bell rings
            bell.ring()
            assert heard(first) == "boot-1"
            if bell.pages == 1:
                break
        assert bell.pages == 1


def test_a_page_of_another_site_hears_nothing(client: httpx.Client, bell: Bell) -> None:
    with pytest.raises(InvalidStatus):
        page(client, Origin="http://evil.example")
    assert bell.pages == 0


def test_the_second_leg_says_the_same_and_is_never_kept(client: httpx.Client) -> None:
    answer = client.get("/live")
    assert answer.json()["version"] == "boot-1"
    assert answer.headers["cache-control"] == "no-store"


def test_a_parcel_is_drawn_once_for_all_screens(screen: Screen) -> None:
    async def fifty() -> list[tuple[str, bytes]]:
        parcels = Parcels(screen, screen.draw)
        return await asyncio.gather(*(parcels.newest() for _ in range(50)))

    found = asyncio.run(fifty())
    assert screen.drawn == 1
    assert {version for version, _ in found} == {"boot-1"}
    assert orjson.loads(gzip.decompress(found[0][1]))["version"] == "boot-1"


def test_a_parcel_goes_out_gzipped_and_is_kept_only_under_its_own_version(client: httpx.Client) -> None:
    own, old = client.get("/board/boot-1"), client.get("/board/boot-0")
    assert own.headers["content-encoding"] == "gzip"
    assert "immutable" in own.headers["cache-control"]
    assert old.json()["version"] == "boot-1"
    assert old.headers["cache-control"] == "no-store"


def test_who_cannot_unpack_gets_the_parcel_plain(client: httpx.Client) -> None:
    answer = client.get("/board/boot-1", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.json()["version"] == "boot-1"


def test_every_answer_carries_the_policy_that_keeps_everything_at_home(client: httpx.Client) -> None:
    for path in ("/live", "/nowhere"):
        answer = client.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "connect-src 'self';" in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8050", 200), ("localhost", 200), ("[::1]:9", 200),
                                              ("room.local", 200), ("evil.example", 421), ("127.0.0.1.evil", 421)])
def test_only_our_own_names_are_answered(client: httpx.Client, host: str, status: int) -> None:
    assert client.get("/live", headers={"host": host}).status_code == status


def test_an_open_network_answers_every_name() -> None:
    server = FastAPI()
    server.add_api_route("/", lambda: "here")
    with serving(Guard(server, None)) as address:
        assert httpx.get(address, headers={"host": "any.name"}).status_code == 200


def test_a_host_is_read_without_its_port() -> None:
    assert [host_name(h) for h in ("A.b:80", "[::1]:80", "[::1]")] == ["a.b", "::1", "::1"]


def test_the_style_names_the_plan_of_this_build_and_grows_with_the_screen(client: httpx.Client) -> None:
    plain, large = client.get("/map/style.json").json(), client.get("/map/style.json?look=wall&k=2").json()
    assert plain["sources"]["plan"]["data"] == "/map/plan.geojson?build=b1"

    def sizes(told: Any) -> list[float]:
        return [layer["layout"]["text-size"] for layer in told["layers"] if layer["type"] == "symbol"]

    assert [2 * size for size in sizes(plain)] == sizes(large)
    assert client.get("/map/style.json?look=nobody").status_code == 404
    assert client.get("/map/plan.geojson").json()["features"] == []


class Shelf:
    """A server with one asset, and how often it was read."""

    def __init__(self, answer: Response) -> None:
        self.answer, self.read = answer, 0
        server = FastAPI()
        server.add_api_route("/assets/a.js", self.asset, response_model=None)
        self.app = Packed(server)

    def asset(self) -> Response:
        self.read += 1
        return self.answer

    def get(self, times: int = 1, **headers: str) -> list[httpx.Response]:
        async def asking() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return [await client.get("/assets/a.js?m=1", headers=headers) for _ in range(times)]
        return asyncio.run(asking())


def test_a_script_is_packed_once_and_not_per_request() -> None:
    shelf = Shelf(Response("x" * 4000, media_type="application/javascript"))
    first, second = shelf.get(2)
    assert first.text == second.text == "x" * 4000
    assert first.headers["content-encoding"] == "gzip"
    assert int(second.headers["content-length"]) < 100
    assert shelf.read == 1


def test_a_font_is_not_packed_again_and_a_missing_file_is_not_remembered() -> None:
    font = Shelf(Response(b"\x00" * 50, media_type="font/woff2"))
    assert "content-encoding" not in font.get()[0].headers
    missing = Shelf(PlainTextResponse("no", status_code=404))
    assert [answer.status_code for answer in missing.get(2)] == [404, 404]
    assert missing.read == 2


def test_who_takes_no_gzip_gets_the_file_as_it_lies() -> None:
    shelf = Shelf(Response("x" * 400, media_type="application/javascript"))
    answer = shelf.get(1, **{"accept-encoding": "identity"})[0]
    assert "content-encoding" not in answer.headers and answer.text == "x" * 400
