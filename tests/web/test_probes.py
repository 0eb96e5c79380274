"""Somebody who knows every path, callback and trick gets nothing but refusals, in Russian, without a trace."""

from __future__ import annotations

import json
import re
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from entering import ADMINISTRATOR, BLOCK, CURATOR, HEAD, OBSERVER, OPERATOR, come_in, people
from houses import days_ago, house, record, tell
from serving import serving
from web.pressing import Dependency, dependencies, press
from websockets.sync.client import connect

from app import create_app
from dashboard.domain.people import LOCAL, Viewer
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web import patience

TEXT, NAME, NUMBER, NOTE = "прорвало трубу в подъезде", "Плантова Дарья", "NUMBER-77", "видел сам на Лесной"
ASKED = f"{NUMBER}n1"
"""The number that is asked for, which answers repeat."""
SECRETS = (TEXT, NAME, NUMBER, NOTE)
RUSSIAN = re.compile("[а-яё]{3}", re.IGNORECASE)
SLOW_S = 30.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("probes")
    told = house(place)
    private = {"text": TEXT, "applicant": NAME, "contact": "+79210001122"}
    records = [record(n, due=days_ago(1)) for n in range(1, 8)] + [record(9, block="roads", topic="snow")]
    tell(told, "town.csv", [type(r)(NUMBER + r.external_id, r.facts, private=private) for r in records])
    people(place)
    room = Room(told, Viewer("root", LOCAL))
    room.do("write_note", subject="open", scope="?block=roads", text=NOTE)
    (place / "screen").write_text(room.do("add_screen", name="hall", scenes="", network="")[1]["path"])
    told.close()
    return place


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(create_app(Settings(home=home))) as found:
        yield found


@pytest.fixture
def screen(address: str, home: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=SLOW_S) as client:
        client.get((home / "screen").read_text())
        client.get("/live")
        client.headers["X-CSRFToken"] = client.cookies.get("_csrf_token", "")
        yield client


def said(answer: httpx.Response) -> str:
    """What an answer says, however its letters are written."""
    plain = json.dumps(answer.json(), ensure_ascii=False) if "json" in answer.headers.get("content-type", "") else ""
    return answer.text + plain


def crawl(client: httpx.Client, known: list[Dependency], file: str = "a.csv") -> dict[str, httpx.Response]:
    """Press everything."""
    values = {"value": "NUMBER", "search": f"?source=pos&id={ASKED}", "data": "?", "text": "x",
              "contents": ["data:text/csv;base64," + b64encode(b"a;b").decode()], "filename": [file],
              "getRowsRequest": {"startRow": 0, "endRow": 50}}
    return {one["output"]: press(client, one, **values) for one in known}


def test_a_stranger_may_call_no_callback(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as head, httpx.Client(base_url=address) as stranger:
        known = dependencies(head)
        told = crawl(stranger, known)
    assert len(known) > 30
    assert {answer.status_code for answer in told.values()} == {401}


@pytest.mark.parametrize("login", ["screen", OBSERVER, ADMINISTRATOR])
def test_who_works_with_no_cases_gets_no_word_of_one_from_any_callback(address: str, home: Path, login: str,
                                                                       screen: httpx.Client) -> None:
    with come_in(address, home, HEAD) as head, come_in(address, home, login if login != "screen" else HEAD) as client:
        told = crawl(screen if login == "screen" else client, dependencies(head))
    found = {output: said(answer).replace(ASKED, "") for output, answer in told.items()}
    assert {output: word for output, text in found.items() for word in SECRETS if word in text} == {}
    assert {answer.status_code for answer in told.values()} <= {200, 204, 400, 403}
    assert all(RUSSIAN.search(said(answer)) for answer in told.values() if answer.status_code == 403)


def test_the_same_callbacks_do_tell_the_head(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as head:
        found = " ".join(said(answer) for answer in crawl(head, dependencies(head)).values())
    assert [word for word in (TEXT, NUMBER) if word not in found] == []


def test_a_screen_changes_nothing_through_any_callback(address: str, home: Path, screen: httpx.Client) -> None:
    def state() -> tuple[object, ...]:
        told = house(home)
        room = Room(told, Viewer("root", LOCAL))
        return (room.roster_body(), room.notes(), [one.revoked_at for one in room.screens()],
                [row.state for row in room.accounts()], len(room.batches()),
                list((home / "inbox").rglob("*screen.csv*")))

    before = state()
    with come_in(address, home, HEAD) as head:
        crawl(screen, dependencies(head), "screen.csv")
    assert state() == before


def test_who_answers_for_a_block_reads_no_note_about_another(tmp_path: Path) -> None:
    told = house(tmp_path)
    Room(told, Viewer("root", LOCAL)).do("write_note", subject="open", scope="?block=roads", text=NOTE)
    mine = Room(told, Viewer("b", frozenset({"block"}), frozenset({"housing"})))  # type: ignore[arg-type]
    mine.do("write_note", subject="open", scope="?", text="of my own")
    assert [note.text for note in mine.notes()] == ["of my own"]
    theirs = Room(told, Viewer("c", frozenset({"block"}), frozenset({"roads"})))  # type: ignore[arg-type]
    assert {note.text for note in theirs.notes()} == {"of my own", NOTE}


@pytest.mark.parametrize("path", ["/list%0A", "/audit.csv%0A", "/sources%0a", "//list", "/list/", "/LIST", "/./list",
                                  "/wall/../list", "/wall/%2e%2e/list", "/list%00", "/list;x", "/openapi.json", "/docs",
                                  "/redoc", "/assets/..%2ftown.yaml", "/assets/%2e%2e/app.py", "/_dash-ws-callback",
                                  "/_dash-component-suites/os/path.py", "/_dash-component-suites/dash/%2e%2e/app.py"])
def test_an_address_written_otherwise_leads_nowhere(address: str, screen: httpx.Client, path: str) -> None:
    answer = raw(address, f"GET {path} HTTP/1.1", cookie=screen.cookies["room_screen"])
    assert answer.startswith(b"HTTP/1.1 404")
    assert "<h2>Такой страницы нет".encode() in answer
    assert b"location:" not in answer


@pytest.mark.parametrize("lines", [
    ("POST /login HTTP/1.1", "Content-Length: 4", "Transfer-Encoding: chunked"),
    ("POST /login HTTP/1.1", "Content-Length: 4", "Content-Length: 0"),
    ("POST /login HTTP/1.1", "Transfer-Encoding : chunked"), ("GET /healthz HTTP/1.1", "X: a", " b")])
def test_a_request_that_can_be_read_in_two_ways_is_not_read(address: str, lines: tuple[str, ...]) -> None:
    answer = raw(address, *lines, body="0\r\n\r\nGET /list HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400")


def test_a_strange_name_is_answered_by_a_page_of_ours(address: str) -> None:
    answer = httpx.get(address + "/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "По этому имени комната не отвечает" in answer.text and "evil" not in answer.text


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"output":1}', "[" * 20_000, '{"output":"no.x","inputs":[]}'])
def test_a_broken_call_is_answered_in_russian_without_a_trace(address: str, home: Path, body: str) -> None:
    with come_in(address, home, HEAD) as head:
        answer = head.post("/_dash-update-component", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code >= 400
    assert RUSSIAN.search(said(answer)) and "Traceback" not in answer.text and "Internal" not in answer.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json",
                                  "multipart/form-data; boundary=x"])
def test_no_kind_of_content_passes_without_the_token_of_our_pages(address: str, home: Path, kind: str) -> None:
    with come_in(address, home, HEAD) as head:
        headers = {"X-CSRFToken": "", "Content-Type": kind}
        assert head.post("/_dash-update-component", content="{}", headers=headers).status_code == 403


def test_the_login_form_of_another_site_signs_nobody_in(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        client.get("/login")
        form = {"csrf": client.cookies["room_form"], "login": HEAD, "password": "x"}
        assert client.post("/login", data=form, headers={"Origin": "http://evil.example"}).status_code == 403


def test_large_bodies_are_read_for_those_alone_who_give_files(address: str, home: Path, screen: httpx.Client) -> None:
    large, kind = b"x" * (2 * 1024 * 1024), {"Content-Type": "application/json"}
    assert cut_off(screen, large, kind)
    assert cut_off(screen, iter([large, large]), kind)
    with come_in(address, home, OPERATOR) as operator:
        assert not cut_off(operator, large, kind)


def test_files_are_given_out_at_a_human_pace(address: str, home: Path) -> None:
    with come_in(address, home, CURATOR) as client:
        codes = [client.get("/export/docx").status_code for _ in range(14)]
        page = client.get("/export/pdf", headers={"Accept": "text/html"})
    assert (codes[0], codes[-1], page.status_code) == (404, 429, 429)
    assert "Слишком много файлов подряд" in page.text and "<html" in page.text


@pytest.mark.parametrize("query", ["as_of=2026-11-20T10:00:00Z", "known_at=2026-11-20T10:00:00Z", "topic=heating",
                                   "since=2026-11-01", "block="])
def test_an_observer_cannot_subtract_two_moments_or_scopes(address: str, home: Path, query: str) -> None:
    with come_in(address, home, OBSERVER) as client:
        assert client.get(f"/export/xlsx?{query}").status_code == 403


@pytest.mark.parametrize("query", ["since=1055-02-18", "as_of=0001-01-01T00:00:00Z", "as_of=9999-12-31T23:59:59Z",
                                   "until=9999-12-31"])
def test_a_period_of_a_thousand_years_is_refused(address: str, home: Path, query: str) -> None:
    with come_in(address, home, BLOCK) as client:
        assert client.get(f"/api/v1/board?{query}").status_code == 400


def test_numbers_too_long_for_any_store_are_refused(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as client:
        paths = [f"/api/v1/list/open?offset={'9' * 30}", f"/open311/v2/requests.json?page={'9' * 30}",
                 "/audit.csv?day=9999-12-31", "/map/style.json?k=x"]
        answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [400] * 4
    assert all(RUSSIAN.search(answer.text) for answer in answers)


def test_whoever_dawdles_over_the_headers_is_cut_off(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.3)
    begun = time.monotonic()
    with socket.create_connection(place_of(address)) as line:
        line.settimeout(5)
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert ended(line)
    assert time.monotonic() - begun < 4


def test_headers_without_an_end_are_cut_off(address: str) -> None:
    with socket.create_connection(place_of(address)) as line:
        line.settimeout(5)
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        with pytest.raises(OSError):
            for _ in range(100):
                line.sendall(b"a" * 65_536)


def test_a_kept_line_serves_many_requests(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        assert {client.get("/healthz").status_code for _ in range(20)} == {200}


def test_a_socket_takes_bytes_for_nothing_and_goes_on(address: str, screen: httpx.Client) -> None:
    told = {"Cookie": f"room_screen={screen.cookies['room_screen']}"}
    with connect(address.replace("http", "ws") + "/live", additional_headers=told) as bell:
        bell.recv(timeout=5)
        bell.send(b"\x00bytes")
        assert json.loads(bell.recv(timeout=15))["version"]


def cut_off(client: httpx.Client, content: Any, headers: dict[str, str]) -> bool:
    """Whether a body is refused; the line may be shut while it is still being sent."""
    try:
        return client.post("/_dash-update-component", content=content, headers=headers).status_code == 413
    except httpx.TransportError:
        return True


def raw(address: str, first: str, *headers: str, cookie: str = "", body: str = "") -> bytes:
    """What the server answers to bytes that no library would send."""
    host, port = place_of(address)
    lines = [first, f"Host: {host}:{port}", "Connection: close", "Accept: text/html", *headers]
    lines += [f"Cookie: room_screen={cookie}"] * bool(cookie)
    with socket.create_connection((host, port)) as line:
        line.settimeout(5)
        line.sendall("\r\n".join([*lines, "", body]).encode())
        parts = iter(lambda: line.recv(65_536), b"")
        return b"".join(parts)


def ended(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def place_of(address: str) -> tuple[str, int]:
    told = urlsplit(address)
    return str(told.hostname), int(told.port or 0)
