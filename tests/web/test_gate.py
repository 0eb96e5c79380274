"""The gate on the whole application: strangers get the login page, each role its addresses, forged requests nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from entering import ADMINISTRATOR, BLOCK, CURATOR, HEAD, LOGINS, OBSERVER, OPERATOR, come_in, people, way_in
from houses import days_ago, house, record, tell
from serving import serving
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from app import create_app
from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.admission import OPEN, Admission, is_open
from layouts.shell import pages

ROOT = Path(__file__).parent.parent.parent
TEXT = "a pipe burst in flat 17"
LAYOUT = {"output": "page.children", "outputs": {"id": "page", "property": "children"},
          "inputs": [{"id": "place", "property": "pathname", "value": "/"}], "changedPropIds": ["place.pathname"]}
PATHS = ["/", "/wall", "/list?measure=open", "/case?source=pos&id=n1", "/sources", "/definitions", "/accounts",
         "/roster", "/assets/20-desk.css", "/assets/20-push.js", "/_dash-layout", "/_dash-dependencies",
         "/_dash-component-suites/dash/dcc/async-graph.js", "/live", "/board/x", "/map/plan.geojson", "/map/style.json",
         "/export/pdf", "/export/csv?measure=open", "/api/v1/board", "/api/v1/list/open", "/api/v1/count/open",
         "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/sources", "/open311/v2/requests.json", "/password",
         "/nonsense", "/api/v1/../v1/list/open", "//list", "/%2e%2e/etc/passwd", "/assets/../town.yaml"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("gate")
    told = house(place)
    records = [record(n, due=days_ago(1)) for n in range(1, 5)] + [record(9, block="roads", topic="snow")]
    private = {"text": TEXT, "applicant": "Maria", "contact": "+79210001122"}
    tell(told, "town.csv", [type(r)(r.external_id, r.facts, private=private) for r in records])
    told.close()
    people(place)
    return place


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(create_app(Settings(home=home))) as found:
        yield found


def paths_of(router) -> Iterator[str]:
    """Every path that a router answers, routers within it included."""
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        yield from paths_of(inner) if inner is not None else [route.path]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_stranger_gets_the_login_page_or_401(address: str, path: str, accept: str) -> None:
    answer = httpx.get(address + path, headers={"Accept": accept}, follow_redirects=False)
    if accept == "text/html":
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login")
    else:
        assert answer.status_code == 401
    assert answer.content in (b"", '{"error":"Сначала войдите"}'.encode())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
def test_no_method_leads_a_stranger_past_the_gate(address: str, method: str) -> None:
    assert {httpx.request(method, address + path, json=LAYOUT).status_code for path in PATHS} == {401}


def test_a_stranger_hears_no_bell(address: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(address.replace("http", "ws") + "/live")
    assert refused.value.response.status_code == 403


def test_what_is_open_tells_nothing(address: str) -> None:
    told = {path: httpx.get(address + path).text for path in ("/healthz", "/readyz")}
    assert {json.loads(text)["state"] for text in told.values()} == {"ok"}
    assert all(len(json.loads(text)) == 1 for text in told.values())


def test_every_route_of_the_server_stands_in_the_list_of_addresses(home: Path) -> None:
    app = create_app(Settings(home=home))
    server = app._app._app._app._app  # type: ignore[attr-defined]
    admission = Admission({path: page.access for path, page in pages().items()})
    paths = {f"{path}/" if path == "/assets" else path for path in paths_of(server)}
    assert {"/live", "/api/v1/count/{measure}", "/wall", "/_dash-update-component"} <= paths
    unlisted = sorted(path for path in paths if not is_open(path.replace("{", "")) and not admission.listed(path))
    assert unlisted == []
    assert all(admission.access(path) for path in paths if not is_open(path.replace("{", "")))


def test_a_password_opens_by_the_form_alone_and_a_session_cookie_is_for_no_script(address: str, home: Path) -> None:
    told = house(home)
    told.now = now
    password = Room(told, Viewer("root", LOCAL)).do("renew_password", login=OPERATOR)[1]["password"]
    with httpx.Client(base_url=address) as client:
        page = client.get("/login?next=/sources")
        form = {"csrf": client.cookies["room_form"], "login": OPERATOR, "password": password, "next": "/sources"}
        assert page.status_code == 200
        assert client.post("/login", data={**form, "csrf": "forged"}).status_code == 403
        assert client.post("/login", data={**form, "password": "wrong"}).status_code == 401
        entered = client.post("/login", data=form)
        assert (entered.status_code, entered.headers["location"]) == (303, "/password")
        cookie = next(c for c in entered.headers.get_list("set-cookie") if c.startswith("room="))
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert client.get("/", follow_redirects=False).headers["location"] == "/password"
        client.get("/password")
        twice = dict.fromkeys(("password", "again"), "ice on the bay, blue")
        changed = client.post("/password", data={"csrf": client.cookies["room_form"], **twice})
        assert changed.headers["location"] == "/"
        assert client.get("/api/v1/count/open").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x",
                                       "/login?next=/login", "/ok\r\nSet-Cookie: a=b"])
def test_the_way_after_the_login_never_leads_elsewhere(address: str, home: Path, elsewhere: str) -> None:
    with httpx.Client(base_url=address) as client:
        entered = client.get(way_in(home), params={"next": elsewhere}, follow_redirects=False)
        assert entered.headers["location"] == "/"


def test_a_request_of_another_site_changes_nothing(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as client:
        forged = [client.post("/_dash-update-component", json=LAYOUT, headers=headers).status_code for headers in
                  ({"X-CSRFToken": "wrong"}, {"X-CSRFToken": ""}, {"Origin": "http://evil.example"})]
        own = client.post("/_dash-update-component", json=LAYOUT).status_code
    assert (forged, own) == ([403, 403, 403], 200)


def test_a_bell_of_another_site_is_not_heard(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as client, pytest.raises((InvalidStatus, ConnectionClosed)):
        connect(address.replace("http", "ws") + "/live", origin="http://evil.example",  # type: ignore[arg-type]
                additional_headers={"Cookie": f"room={client.cookies['room']}"})


READS = {"desk": "/", "list": "/list?measure=open", "cases": "/api/v1/list/open",
         "own": "/api/v1/list/open?block=housing",
         "count": "/api/v1/count/open", "sources": "/sources", "accounts": "/accounts", "roster": "/roster",
         "export": "/export/csv?measure=open", "wall": "/wall", "board": "/api/v1/board", "open311":
         "/open311/v2/requests.json"}
STAFF = {"desk", "list", "count", "sources", "wall", "board"}
MATRIX = {
    HEAD: STAFF | {"cases", "own", "roster", "export", "open311"},
    CURATOR: STAFF | {"cases", "own", "roster", "open311"},
    OPERATOR: STAFF | {"cases", "own", "open311"},
    BLOCK: STAFF | {"own"},
    "bloki": STAFF,
    ADMINISTRATOR: {"sources", "accounts", "roster", "wall"},
    OBSERVER: {"wall"},
}


@pytest.mark.parametrize("login", LOGINS)
def test_each_role_reads_exactly_its_part(address: str, home: Path, login: str) -> None:
    with come_in(address, home, login) as client:
        got = {name for name, path in READS.items() if client.get(path).status_code == 200}
    assert got == MATRIX[login]


def test_an_open_bell_falls_silent_when_the_account_is_shut(address: str, home: Path) -> None:
    with come_in(address, home, CURATOR) as client:
        told = {"Cookie": f"room={client.cookies['room']}"}
    with connect(address.replace("http", "ws") + "/live", additional_headers=told) as bell:
        assert json.loads(bell.recv(timeout=5))["version"]
        other = house(home)
        Room(other, Viewer("root", LOCAL)).do("close_account", login=CURATOR, closed=True)
        with pytest.raises(ConnectionClosed) as ended:
            for _ in range(4):
                bell.recv(timeout=15)
        Room(other, Viewer("root", LOCAL)).do("close_account", login=CURATOR, closed=False)
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 4401


def test_logging_out_shuts_the_session(address: str, home: Path) -> None:
    with come_in(address, home, OPERATOR) as client:
        assert client.post("/logout").status_code == 303
        kept = httpx.get(f"{address}/api/v1/board", cookies={"room": client.cookies.get("room", "")})
    assert kept.status_code == 401


def test_a_screen_sees_the_wall_and_nothing_else(address: str, home: Path) -> None:
    other = house(home)
    path = Room(other, Viewer("root", LOCAL)).do("add_screen", name="hall", scenes="map,terms", network="")[1]["path"]
    with httpx.Client(base_url=address) as screen:
        entered = screen.get(path, follow_redirects=False)
        assert entered.headers["location"] == "/wall?scenes=map,terms"
        assert "Max-Age" in entered.headers["set-cookie"]
        got = {name for name, path in READS.items() if screen.get(path).status_code == 200}
        assert got == {"wall"}
        assert screen.get("/live").status_code == 200
        Room(other, Viewer("root", LOCAL)).do("revoke_screen", name="hall")
        assert screen.get("/live").status_code == 401
        assert httpx.get(address + path).status_code == 403


def test_an_endless_body_is_cut_off(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as client:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        large = client.post("/logout", content=b"x" * 70_000, headers=form)
    assert large.status_code == 413


def test_many_tries_from_one_machine_are_slowed(tmp_path: Path) -> None:
    people(tmp_path)
    with serving(create_app(Settings(home=tmp_path))) as address, httpx.Client(base_url=address) as client:
        client.get("/login")
        form = {"csrf": client.cookies["room_form"], "login": "nobody", "password": "wrong"}
        codes = [client.post("/login", data=form).status_code for _ in range(14)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_the_open_addresses_are_few() -> None:
    assert OPEN == ("/login", "/login/provider", "/login/callback", "/in/", "/screen/", "/healthz", "/readyz",
                    "/metrics")
