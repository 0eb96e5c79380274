"""The sample deploy/nginx.conf, run by a real nginx in front of a served room."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from cli.commands import ROOT
from cli.rooms import Pair, pair, served
from entering import people, way_in
from websockets.sync.client import connect

WHOLE = """
daemon off;
user root;
pid {place}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
    include {place}/room.conf;
}}
"""
MEGABYTE = 1 << 20
START_S = 20


class Front(NamedTuple):
    """nginx that runs: the port of plain HTTP, the address over TLS, its certificate, the folder of its logs."""

    plain: int
    url: str
    own: Pair
    logs: Path

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, verify=self.own.trusted(), timeout=60)

    def logged(self) -> str:
        return "".join(file.read_text() for file in self.logs.glob("*.log"))


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def sample(place: Path, room: str, own: Pair, ports: tuple[int, int]) -> str:
    """The sample with the paths and ports of this test; whatever it does not name as expected stays and fails."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    changes = {r"listen \[::\]:[^;]*;": "", "listen 80;": f"listen 127.0.0.1:{ports[0]};",
               "listen 443 ": f"listen 127.0.0.1:{ports[1]} ", "127.0.0.1:8050": urlsplit(room).netloc,
               "/etc/ssl/room/room.pem": str(own.certificate), "/etc/ssl/room/room.key": str(own.key),
               "/var/log/nginx": str(place / "logs"), "room.town.local": "127.0.0.1"}
    for old, new in changes.items():
        text, times = re.subn(old, new, text)
        assert times, f"the sample has no {old}"
    return text


@contextmanager
def fronting(place: Path, room: str) -> Iterator[Front]:
    own, ports = pair(place / "certificate"), (free_port(), free_port())
    (place / "logs").mkdir()
    (place / "room.conf").write_text(sample(place, room, own, ports), encoding="utf-8")
    (place / "nginx.conf").write_text(WHOLE.format(place=place), encoding="utf-8")
    with subprocess.Popen(["/usr/sbin/nginx", "-p", str(place), "-c", str(place / "nginx.conf"), "-e", "stderr"],
                          stderr=subprocess.DEVNULL) as process:
        try:
            until = monotonic() + START_S
            while not listening(ports[1]):
                assert process.poll() is None and monotonic() < until, "nginx did not start"
            yield Front(ports[0], f"https://127.0.0.1:{ports[1]}", own, place / "logs")
        finally:
            process.terminate()
            process.wait()


def listening(port: int) -> bool:
    with closing(socket.socket()) as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("behind")
    people(place)
    return place


@pytest.fixture(scope="module")
def front(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with (served(home, proxies='["127.0.0.1"]', allowed_hosts='["room.town.local"]') as room,
          fronting(tmp_path_factory.mktemp("nginx"), room) as found):
        yield found


def test_plain_http_leads_to_tls(front: Front) -> None:
    answer = httpx.get(f"http://127.0.0.1:{front.plain}/list?measure=open")
    assert (answer.status_code, answer.headers["location"]) == (308, "https://127.0.0.1/list?measure=open")


def test_a_browser_is_inside_over_tls_and_what_it_claims_about_itself_is_thrown_away(front: Front, home: Path) -> None:
    with front.client() as client:
        entered = client.get(way_in(home), headers={"X-Forwarded-For": "10.0.5.7", "X-Forwarded-Proto": "http"})
        inside = client.get("/live")
    assert (entered.status_code, inside.status_code) == (303, 200)
    assert "Secure" in entered.headers["set-cookie"]
    assert "strict-transport-security" in inside.headers
    with closing(sqlite3.connect(home / "room.db")) as connection:
        found = connection.execute("SELECT address FROM sessions ORDER BY id DESC LIMIT 1").fetchone()
    assert found == ("127.0.0.1",)


def test_http_2_is_spoken(front: Front) -> None:
    trusted = front.own.trusted()
    trusted.set_alpn_protocols(["h2", "http/1.1"])
    parts = urlsplit(front.url)
    with (socket.create_connection((parts.hostname, parts.port)) as plain,
          trusted.wrap_socket(plain, server_hostname=parts.hostname) as shut):
        assert shut.selected_alpn_protocol() == "h2"
        assert shut.version() in {"TLSv1.2", "TLSv1.3"}


def test_old_tls_is_refused(front: Front) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(front.own.certificate)
    with pytest.warns(DeprecationWarning):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
    parts = urlsplit(front.url)
    with socket.create_connection((parts.hostname, parts.port)) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain, server_hostname=parts.hostname)


def test_the_bell_rings_through_nginx(front: Front, home: Path) -> None:
    with front.client() as client:
        client.get(way_in(home))
        told = {"Cookie": f"room={client.cookies['room']}"}
    with connect(front.url.replace("https", "wss") + "/live", ssl=front.own.trusted(), additional_headers=told,
                 origin=front.url) as bell:  # type: ignore[arg-type]
        assert [json.loads(bell.recv(timeout=15))["version"] for _ in range(2)]


@pytest.mark.parametrize(("size", "taken"), [(31, True), (33, False)])
def test_a_file_as_large_as_the_room_takes_goes_through_and_no_larger(
        front: Front, home: Path, size: int, taken: bool) -> None:
    call = {"output": "page.children", "outputs": {"id": "page", "property": "children"},
            "inputs": [{"id": "place", "property": "pathname", "value": "/"}], "changedPropIds": ["place.pathname"],
            "state": [{"id": "x", "property": "y", "value": "x" * size * MEGABYTE}]}
    with front.client() as client:
        client.get(way_in(home))
        client.get("/live")
        client.headers["X-CSRFToken"] = client.cookies["_csrf_token"]
        status = client.post("/_dash-update-component", json=call).status_code
    assert (status == 413) is not taken


def test_no_key_of_an_address_is_written_down(front: Front, home: Path) -> None:
    ticket = way_in(home)
    with front.client() as client:
        client.get(ticket, params={"next": "/sources"})
        for path in ("/screen/a-token-of-a-screen", "/login/callback?code=a-code&state=a-state",
                     "/list?measure=open&q=a-name", "/login?next=%2Fscreen%2Fa-token"):
            client.get(path)
    logged = front.logged()
    assert "/list" in logged
    assert not any(key in logged for key in (ticket.rsplit("/", 1)[1], "a-token", "a-code", "a-state", "a-name"))


def test_no_key_is_written_down_even_when_the_room_is_gone(tmp_path: Path) -> None:
    with fronting(tmp_path, f"http://127.0.0.1:{free_port()}") as front, front.client() as client:
        told = {path: client.get(path).status_code for path in (
            "/in/a-ticket", "/screen/a-token", "/login/callback?code=a-code", "/wall",
            "/list?q=a-name")}
        logged = front.logged()
    assert set(told.values()) == {502}
    assert "/wall" in logged
    assert not any(key in logged for key in ("a-ticket", "a-token", "a-code", "a-name"))
