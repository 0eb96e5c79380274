"""How old the provider's word may be: asked again at each request, believed a minute after it fell silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest
from doors.provider import CLIENT, SECRET, Provider, providing
from houses import NOW, house

from dashboard.clock import now
from dashboard.doors import provider as ours
from dashboard.doors.proofs import ORIGIN, Proof, Sealer
from dashboard.doors.standing import GRACE_S, LEISURE_S, PAUSE_S, Standing
from dashboard.errors import AccessError
from dashboard.store import sessions
from dashboard.store.sessions import Opening, Session

HEADS = frozenset({"heads"})


class Watch:
    """A standing on a clock that a test moves, one session, and the provider that is asked."""

    def __init__(self, home: Path, provider: Provider, http: httpx.Client) -> None:
        self.at, self.provider = 1000.0, provider
        self.store, self.sealer = house(home).store, Sealer(home / "secrets")
        known = ours.Registration(provider.issuer, CLIENT, SECRET, "openid", "groups")
        self.standing = Standing(ours.Provider(known, http, now), self.sealer, self.store, lambda: self.at)
        self.session = self.opened()

    def opened(self) -> Session:
        told = self.provider.tokens(None)
        sealed = self.sealer.seal(Proof("42", told["access_token"], told.get("refresh_token", ""), ""))
        token = told["access_token"]
        with self.store.writing() as (connection, numbers):
            sessions.begin(connection, Opening("vera", token, ORIGIN, "", sealed), NOW, numbers)
            found = sessions.session_of(connection, token)
        assert found is not None
        return found

    def groups(self, *, fresh: bool = True) -> frozenset[str] | None:
        return self.standing.groups(self.session, fresh=fresh)

    @property
    def asked(self) -> int:
        return self.provider.asked.count("/userinfo")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with providing() as provider, httpx.Client(timeout=5) as http:
        yield Watch(tmp_path, provider, http)


def silence(watch: Watch) -> None:
    watch.groups()
    watch.provider.down = True
    watch.provider.asked.clear()


def test_every_request_asks_anew(watch: Watch) -> None:
    assert [watch.groups() for _ in range(3)] == [HEADS] * 3
    watch.at += 0.001
    watch.provider.person["groups"] = []
    assert watch.groups() == frozenset()


def test_static_parts_ask_only_now_and_then(watch: Watch) -> None:
    watch.groups()
    watch.at += LEISURE_S
    watch.groups(fresh=False)
    assert watch.asked == 1
    watch.at += 0.001
    watch.groups(fresh=False)
    assert watch.asked == 2


def test_a_silent_provider_is_believed_for_a_minute_and_then_nobody_is_let_in(watch: Watch) -> None:
    silence(watch)
    watch.at += GRACE_S
    assert watch.groups() == HEADS
    watch.at += 0.001
    assert watch.groups() is None
    watch.at += PAUSE_S
    assert watch.groups() is None
    watch.provider.down = False
    watch.at += PAUSE_S
    assert watch.groups() == HEADS


def test_a_silent_provider_is_asked_by_one_request_in_five_seconds(watch: Watch) -> None:
    silence(watch)
    for _ in range(9):
        watch.at += 1
        watch.groups()
    assert watch.asked == 2


def test_whoever_never_was_vouched_for_does_not_come_in_while_the_provider_is_silent(watch: Watch) -> None:
    watch.provider.down = True
    assert watch.groups() is None


def test_a_provider_that_is_back_is_asked_at_every_request_again(watch: Watch) -> None:
    silence(watch)
    watch.groups()
    watch.provider.down = False
    watch.at += PAUSE_S
    watch.groups()
    watch.provider.person["groups"] = []
    watch.at += 0.001
    assert watch.groups() == frozenset()


def test_a_provider_that_has_forgotten_somebody_is_no_silence(watch: Watch) -> None:
    watch.groups()
    watch.provider.access.clear()
    watch.provider.refresh.clear()
    watch.at += 0.001
    with pytest.raises(AccessError):
        watch.groups()


def test_ten_requests_at_once_with_an_old_token_renew_it_once(watch: Watch) -> None:
    watch.groups()
    watch.provider.access.clear()
    watch.provider.asked.clear()
    watch.at += 0.001
    got: list[frozenset[str] | None] = []
    together([lambda: got.append(watch.groups())] * 10)
    assert got == [HEADS] * 10
    assert watch.provider.asked.count("/token") == 1


def test_a_key_that_was_taken_away_ends_the_session(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "secrets" / "provider.key").unlink()
    with pytest.raises(AccessError):
        watch.groups()


def together(deeds: list[Callable[[], None]]) -> None:
    threads = [Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
