"""The door through a provider of identity, on a whole room: who comes in, who does not, who must go."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from doors.provider import SECRET, Provider, providing
from entering import ADMINISTRATOR, BLOCK, come_in, people, way_in
from houses import house, record, tell
from joserfc import jwt
from joserfc.jwk import RSAKey
from serving import serving
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from app import create_app
from dashboard.domain.people import LOCAL, Viewer
from dashboard.doors.network import LOGIN, login_of
from dashboard.room import Room
from dashboard.settings import Settings

GROUPS = [{"group": "heads", "role": "head"}, {"group": "housing", "role": "block", "blocks": ["housing"]}]
LIST, COUNT = "/api/v1/list/open", "/api/v1/count/open"


def do(home: Path, act: str, **inputs: object) -> None:
    Room(house(home), Viewer("root", LOCAL)).do(act, **inputs)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("network")
    told = house(place)
    tell(told, "town.csv", [record(n) for n in range(1, 4)])
    people(place)
    body = {**Room(told, Viewer("root", LOCAL)).roster_body(), "groups": GROUPS}
    Room(told, Viewer("root", LOCAL)).do("edit_roster", text=json.dumps(body), reason="groups")
    told.close()
    (place / "client.secret").write_text(SECRET + "\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def shared() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture(scope="module")
def address(home: Path, shared: Provider) -> Iterator[str]:
    settings = Settings(home=home, oidc_issuer=shared.issuer, oidc_secret_file=home / "client.secret")
    with serving(create_app(settings)) as found:
        yield found


@pytest.fixture
def provider(shared: Provider) -> Provider:
    """The provider as it is when nobody lies."""
    honest = Provider()
    for name in ("person", "lie", "down", "refreshing"):
        setattr(shared, name, getattr(honest, name))
    shared.sign = shared.signed
    shared.asked.clear()
    return shared


class Browser:
    """A browser that trusts nobody: what it is given by a redirect, it keeps."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def begin(self, wanted: str = "") -> str:
        """Go to the provider and return the address by which it sends us back."""
        way = self.client.get("/login/provider", params={"next": wanted} if wanted else None)
        assert way.status_code == 303, way.text
        return self.client.get(way.headers["location"]).headers["location"]

    def sign_in(self, wanted: str = "") -> httpx.Response:
        return self.client.get(self.begin(wanted))

    def code(self, path: str = COUNT, **more: str) -> int:
        return self.client.get(path, **more).status_code  # type: ignore[arg-type]


MACHINES = count(10)
"""Every browser is on a machine of its own: one that tries often is slowed."""


@contextmanager
def browsing(address: str) -> Iterator[Browser]:
    machine = {"X-Forwarded-For": f"10.0.0.{next(MACHINES)}"}
    with httpx.Client(base_url=address, timeout=30, headers=machine) as client:
        yield Browser(client)


@pytest.fixture
def browser(address: str) -> Iterator[Browser]:
    with browsing(address) as found:
        yield found


def rows(home: Path, statement: str) -> list[tuple]:
    with sqlite3.connect(home / "room.db") as connection:
        found = connection.execute(statement).fetchall()
    connection.close()
    return found


def noted(home: Path) -> list[tuple]:
    return rows(home, "SELECT kind, actor FROM audit ORDER BY id")


def test_whoever_the_provider_vouches_for_is_inside_where_they_wanted_to_be(
        provider: Provider, browser: Browser, home: Path) -> None:
    page = browser.client.get("/login?next=/sources")
    assert 'href="/login/provider?next=%2Fsources"' in page.text
    entered = browser.sign_in("/sources")
    assert (entered.status_code, entered.headers["location"]) == (303, "/sources")
    cookie = next(c for c in entered.headers.get_list("set-cookie") if c.startswith("room="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert browser.code() == browser.code(LIST) == 200
    assert rows(home, "SELECT actor, secret FROM accounts WHERE login = 't.ivanova'") == [("provider:42", None)]


def test_without_a_provider_there_is_no_such_door(tmp_path: Path) -> None:
    people(tmp_path)
    with serving(create_app(Settings(home=tmp_path))) as address:
        assert "/login/provider" not in httpx.get(address + "/login").text
        assert httpx.get(address + "/login/provider").status_code == 404


LIES = {
    "a wrong nonce": lambda claims: {**claims, "nonce": "another"},
    "no nonce": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "another audience": lambda claims: {**claims, "aud": "payroll"},
    "another party": lambda claims: {**claims, "aud": ["situation-room", "payroll"], "azp": "payroll"},
    "no audience": lambda claims: {k: v for k, v in claims.items() if k != "aud"},
    "another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "an old token": lambda claims: {**claims, "iat": claims["iat"] - 900, "exp": claims["exp"] - 900},
    "a token without an end": lambda claims: {k: v for k, v in claims.items() if k != "exp"},
    "a token of the future": lambda claims: {**claims, "iat": claims["iat"] + 900, "exp": claims["exp"] + 900},
    "somebody else than userinfo": lambda claims: {**claims, "sub": "43"},
    "the hash of another access token": lambda claims: {**claims, "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def by_secret(provider: Provider, claims: dict) -> str:
    """The public key, which everybody knows, taken for a secret that both sides share."""
    public = provider.keys.keys[0].as_pem(private=False)  # type: ignore[union-attr]
    signed = f"{part({'alg': 'HS256', 'kid': 'rsa'})}.{part(claims)}"
    mac = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def by_foreign_key(claims: dict, kid: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": kid}, claims, RSAKey.generate_key(2048, {"kid": kid}, private=True))


FORGERIES = {
    "alg none": lambda _, claims: f"{part({'alg': 'none', 'kid': 'rsa'})}.{part(claims)}.",
    "no signature": lambda provider, claims: provider.signed(claims).rpartition(".")[0] + ".",
    "a foreign key": lambda _, claims: by_foreign_key(claims, "rsa"),
    "an unknown key": lambda _, claims: by_foreign_key(claims, "other"),
    "the public key as a secret": by_secret,
    "no token at all": lambda *_: "nonsense",
}


@pytest.mark.parametrize("lie", LIES)
def test_an_id_token_that_says_anything_else_opens_nothing(provider: Provider, browser: Browser, lie: str) -> None:
    provider.lie = LIES[lie]
    assert browser.sign_in().status_code == 401
    assert browser.code() == 401


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_id_token_opens_nothing(provider: Provider, browser: Browser, forgery: str) -> None:
    provider.sign = lambda claims: FORGERIES[forgery](provider, claims)
    assert browser.sign_in().status_code == 401
    assert browser.code() == 401


def test_a_token_signed_with_the_other_published_key_opens(provider: Provider, browser: Browser) -> None:
    provider.sign = lambda claims: provider.signed(claims, "ec")
    assert browser.sign_in().status_code == 303


def test_the_way_back_opens_only_in_the_browser_that_began(provider: Provider, browser: Browser, address: str) -> None:
    back = browser.begin()
    with browsing(address) as other:
        assert other.client.get(back).status_code == 401
        other.begin()
        assert other.client.get(back).status_code == 401
    assert provider.asked.count("/token") == 0
    assert browser.client.get(back).status_code == 303


def test_a_way_back_opens_once(provider: Provider, browser: Browser) -> None:
    back = browser.begin()
    kept = browser.client.cookies["room_asked"]
    assert browser.client.get(back).status_code == 303
    browser.client.cookies.clear()
    assert browser.client.get(back).status_code == 401
    assert browser.client.get(back, headers={"Cookie": f"room_asked={kept}"}).status_code == 401


@pytest.mark.parametrize("change", [{"state": "x"}, {"code": "x"}, {"iss": "https://evil.example"}, {"code": ""}])
def test_a_changed_way_back_opens_nothing(provider: Provider, browser: Browser, change: dict[str, str]) -> None:
    back = urlsplit(browser.begin())
    told = {key: values[0] for key, values in parse_qs(back.query).items()} | change
    assert browser.client.get(back.path, params=told).status_code == 401


def test_a_refusal_of_the_provider_is_told_without_its_words(provider: Provider, browser: Browser) -> None:
    state = parse_qs(urlsplit(browser.begin()).query)["state"][0]
    said = browser.client.get("/login/callback", params={"error": "access_denied", "error_description": "<b>",
                                                         "state": state})
    assert said.status_code == 401
    assert "<b>" not in said.text


def test_a_forged_question_is_not_read(provider: Provider, browser: Browser) -> None:
    back = browser.begin()
    text, _, seal = browser.client.cookies["room_asked"].partition(".")
    for forged in (text, f"{text}.", f"{text[:-4]}AAAA.{seal}", f"{text}.{'0' * len(seal)}", "é.x", ""):
        answer = httpx.get(back, headers={"Cookie": f"room_asked={forged}".encode()})
        assert answer.status_code == 401


def test_a_group_that_is_lost_is_lost_at_the_next_request(provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    assert browser.code(LIST) == 200
    provider.person["groups"] = ["housing"]
    assert [browser.code(LIST), browser.code(f"{LIST}?block=housing"), browser.code()] == [403, 200, 200]
    provider.person["groups"] = ["strangers"]
    assert browser.code() == 401
    provider.person["groups"] = ["heads"]
    assert browser.code(LIST) == 200


def test_parts_that_never_change_do_not_ask_the_provider_each_time(provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    browser.code()
    asked = provider.asked.count("/userinfo")
    assert {browser.code("/assets/20-desk.css") for _ in range(5)} == {200}
    assert provider.asked.count("/userinfo") == asked
    browser.code()
    assert provider.asked.count("/userinfo") == asked + 1


def test_an_open_bell_falls_silent_when_the_group_is_lost(provider: Provider, browser: Browser, address: str) -> None:
    browser.sign_in()
    told = {"Cookie": f"room={browser.client.cookies['room']}"}
    with connect(address.replace("http", "ws") + "/live", additional_headers=told) as bell:
        assert json.loads(bell.recv(timeout=5))["version"]
        provider.person["groups"] = []
        with pytest.raises(ConnectionClosed) as ended:
            for _ in range(4):
                bell.recv(timeout=15)
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 4401


def test_a_session_ends_for_good_when_the_provider_takes_somebody_else_for_it(
        provider: Provider, browser: Browser, home: Path) -> None:
    browser.sign_in()
    mine, provider.person = provider.person, {**provider.person, "sub": "43"}
    assert browser.code() == 401
    assert noted(home)[-1] == ("session_ended", "provider")
    provider.person = mine
    assert browser.code() == 401


def test_an_access_token_that_has_ended_is_renewed_and_kept_sealed(
        provider: Provider, browser: Browser, home: Path, address: str) -> None:
    browser.sign_in()
    newest = "SELECT proof FROM sessions ORDER BY id DESC LIMIT 1"
    first = rows(home, newest)
    provider.access.clear()
    assert browser.code() == 200
    assert rows(home, newest) != first
    kept = b"".join(path.read_bytes() for path in home.glob("room.db*"))
    assert not any(token.encode() in kept for token in provider.access | provider.refresh)
    assert provider.access and (home / "secrets" / "provider.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("refreshing", [True, False])
def test_a_session_that_the_provider_has_ended_ends_here(
        provider: Provider, browser: Browser, refreshing: bool) -> None:
    provider.refreshing = refreshing
    browser.sign_in()
    provider.access.clear()
    provider.refresh.clear()
    assert browser.code() == 401


def test_while_the_provider_is_silent_its_last_word_holds_and_others_come_in(
        provider: Provider, browser: Browser, address: str, home: Path) -> None:
    browser.sign_in()
    assert browser.code() == 200
    provider.down = True
    assert [browser.code() for _ in range(3)] == [200, 200, 200]
    assert httpx.get(address + "/login/provider").status_code == 503
    with come_in(address, home, ADMINISTRATOR) as local:
        assert local.get("/accounts").status_code == 200


def test_an_account_of_the_room_is_taken_over_by_nobody(provider: Provider, browser: Browser, home: Path) -> None:
    before = rows(home, "SELECT * FROM accounts WHERE login = 'blok'")
    provider.person["preferred_username"] = BLOCK
    refused = browser.sign_in()
    assert (refused.status_code, browser.code()) == (401, 401)
    assert BLOCK in refused.text
    assert rows(home, "SELECT * FROM accounts WHERE login = 'blok'") == before
    assert noted(home)[-1] == ("login_failed", BLOCK)


def test_a_name_that_the_provider_gives_to_somebody_else_does_not_carry_the_account_along(
        provider: Provider, browser: Browser, address: str) -> None:
    provider.person = {"sub": "50", "preferred_username": "petrov", "groups": ["heads"]}
    assert browser.sign_in().status_code == 303
    provider.person = {"sub": "51", "preferred_username": "petrov", "groups": ["heads"]}
    with browsing(address) as other:
        assert other.sign_in().status_code == 401


def test_somebody_whose_groups_give_nothing_gets_no_account(provider: Provider, browser: Browser, home: Path) -> None:
    provider.person = {"sub": "60", "preferred_username": "stranger", "groups": ["strangers"]}
    assert browser.sign_in().status_code == 401
    assert rows(home, "SELECT * FROM accounts WHERE login = 'stranger'") == []


def test_an_account_that_the_administrator_shuts_stays_shut_whatever_the_groups(
        provider: Provider, browser: Browser, home: Path) -> None:
    provider.person = {"sub": "70", "preferred_username": "shut", "groups": ["heads"]}
    browser.sign_in()
    assert noted(home)[-2:] == [("account", "provider"), ("login", "shut")]
    assert browser.code() == 200
    do(home, "close_account", login="shut", closed=True)
    assert browser.code() == 401
    assert browser.sign_in().status_code == 401


def test_appointments_of_the_roster_add_nothing_to_the_groups(provider: Provider, browser: Browser, home: Path) -> None:
    provider.person = {"sub": "80", "preferred_username": "both", "groups": ["housing"]}
    body = Room(house(home), Viewer("root", LOCAL)).roster_body()
    more = {"people": [*body["people"], {"key": "both", "name": "B"}],
            "appointments": [*body["appointments"], {"person": "both", "role": "head"}], "groups": GROUPS}
    do(home, "edit_roster", text=json.dumps(more), reason="both")
    browser.sign_in()
    assert [browser.code(), browser.code(LIST)] == [200, 403]


def test_leaving_the_room_leads_out_of_the_provider_too(provider: Provider, browser: Browser, address: str) -> None:
    browser.sign_in()
    browser.code("/live")
    kept = browser.client.cookies["room"]
    token = browser.client.cookies["_csrf_token"]
    left = browser.client.post("/logout", headers={"X-CSRFToken": token})
    place = urlsplit(left.headers["refresh"].removeprefix("0; url="))
    told = parse_qs(place.query)
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{provider.issuer}/logout"
    assert told["post_logout_redirect_uri"] == [f"{address}/login"]
    assert len(told["id_token_hint"][0].split(".")) == 3
    assert httpx.get(address + COUNT, cookies={"room": kept}).status_code == 401


def test_a_link_after_the_login_never_leads_elsewhere(provider: Provider, browser: Browser) -> None:
    assert browser.sign_in("//evil.example").headers["location"] == "/"


def test_a_one_time_link_still_opens_while_there_is_a_provider(provider: Provider, address: str, home: Path) -> None:
    assert httpx.get(address + way_in(home, BLOCK)).status_code == 303
    assert provider.asked == []


def test_a_new_account_leaves_the_groups_as_they_are(home: Path, provider: Provider) -> None:
    before = Room(house(home), Viewer("root", LOCAL)).roster_body()["groups"]
    do(home, "add_user", login="novikov", name="N", position="", role="operator", blocks=[], paper="")
    assert before == Room(house(home), Viewer("root", LOCAL)).roster_body()["groups"] != []


@pytest.mark.parametrize(("called", "login"), [
    ("T.Ivanova@town.local", "t.ivanova"), ("TOWN\\Petrov", "petrov"), ("o'neil x", "o-neil-x"),
    ("7up.team", "up.team"), ("и.иванов", "p-"), ("", "p-"), ("x", "p-"), ("a" * 60, "a" * 40), ("../etc", "etc"),
])
def test_a_login_is_made_of_what_the_provider_calls_somebody(called: str, login: str) -> None:
    found = login_of({"preferred_username": called, "sub": "42"})
    assert found == login or (login == "p-" and found.startswith("p-"))
    assert LOGIN.fullmatch(found)
