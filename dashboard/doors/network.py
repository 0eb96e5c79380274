"""The door through a provider of identity: somebody proves there who they are, and its groups say what they may do."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from dashboard.domain.proof import Entry, Kind
from dashboard.domain.roster import Roster
from dashboard.doors.keys import Keys
from dashboard.doors.proofs import ORIGIN, Proven, Sealer
from dashboard.doors.provider import REFUSED, Provider, Question
from dashboard.doors.standing import Standing
from dashboard.errors import AccessError
from dashboard.store import accounts, sessions
from dashboard.store.audit import note
from dashboard.store.sessions import Session
from dashboard.store.store import Store
from dashboard.store.tokens import fingerprint, fresh_token

HASTE_S = 600
"""How long somebody may take at the provider."""
LONGEST = 1000
"""Of an address that a cookie can carry along."""
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
STALE = "This sign-in was begun in another window or too long ago; begin anew"
TAKEN = "The login {login} belongs to an account of the room; ask the administrator to rename one of the two"


class Arrival(NamedTuple):
    """Somebody whom the provider has vouched for, and the address they wanted."""

    login: str
    proven: Proven
    wanted: str


class Network:
    """Signs people in through a provider."""

    def __init__(self, provider: Provider, store: Store, keys: Keys, sealer: Sealer,  # noqa: PLR0913, PLR0917
                 law: Callable[[], tuple[Roster, date]], now: Callable[[], datetime]) -> None:
        self._provider, self._store, self._keys, self._sealer = provider, store, keys, sealer
        self._law, self._now = law, now
        self._standing = Standing(provider, sealer, store)

    def start(self, back: str, wanted: str) -> tuple[str, str]:
        """Return the provider's address to send a browser to, and the cookie that it brings back.

        Raises:
            UnavailableError: the provider does not answer.
        """
        question = Question(fresh_token(), fresh_token(), fresh_token())
        way = self._provider.way(question, back)
        told = {**asdict(question), "wanted": wanted if len(wanted) <= LONGEST else "", "at": self._now().timestamp()}
        return way, self._signed(urlsafe_b64encode(orjson.dumps(told)).decode())

    def finish(self, cookie: str, answered: Mapping[str, str], back: str, address: str) -> Arrival:
        """Return who has come back from the provider; their account is opened at the first time.

        Raises:
            AccessError: another browser's or an old question, a refusal, or a login that is taken.
            UnavailableError: the provider does not answer.
        """
        told = self._opened(cookie)
        if told is None or answered.get("state") != told["state"]:
            raise AccessError(STALE)
        if "code" not in answered or answered.get("iss", self._provider.known.issuer) != self._provider.known.issuer:
            raise AccessError(REFUSED)
        question = Question(told["state"], told["nonce"], told["verifier"])
        proof = self._provider.redeem(answered["code"], question, back)
        about = self._provider.about(proof)
        login, groups = login_of(about), self._provider.groups(about)
        self._enrol(login, proof.subject, groups, address)
        self._standing.answered()
        return Arrival(login, Proven(groups, self._sealer.seal(proof)), told["wanted"])

    def groups(self, session: Session, fresh: bool) -> frozenset[str] | None:
        """Return the groups of a session now, None when it is shut; one that the provider ended, ends here."""
        try:
            return self._standing.groups(session, fresh=fresh)
        except AccessError:
            self._standing.forget(session.id)
            now = self._now()
            with self._store.writing(quiet=True) as (connection, numbers):
                sessions.end(connection, session.id, now)
                facts = {"session": session.id}
                note(connection, numbers, Entry(Kind.SESSION_ENDED, ORIGIN, session.login, facts, now))
            return None

    def farewell(self, session: int, back: str) -> str | None:
        """Forget a session; return the address that signs its person out of the provider too, if there is one."""
        proof = self._standing.forget(session)
        return None if proof is None else self._provider.farewell(proof, back)

    def _enrol(self, login: str, subject: str, groups: frozenset[str], address: str) -> None:
        """Open the account of somebody new whom a group appoints; a login belongs to the one who had it first."""
        actor, now = f"{ORIGIN}:{subject}", self._now()
        appointed = bool(self._law()[0].by_groups(login, groups).roles)
        with self._store.writing(quiet=True) as (connection, numbers):
            account = accounts.account_of(connection, login)
            taken = account is not None and account.actor != actor
            if taken or not appointed:
                note(connection, numbers, Entry(Kind.LOGIN_FAILED, login, address, {"by": ORIGIN}, now))
            elif account is None:
                accounts.open_account(connection, login, (actor, now))
                note(connection, numbers, Entry(Kind.ACCOUNT, ORIGIN, login, {"deed": "made", "by": ORIGIN}, now))
        if taken:
            raise AccessError(TAKEN, login=login)

    def _signed(self, text: str) -> str:
        return f"{text}.{self._keys.seal(f'provider:{text}')}"

    def _opened(self, cookie: str) -> dict[str, Any] | None:
        text = cookie.partition(".")[0]
        if not hmac.compare_digest(cookie.encode(), self._signed(text).encode()):
            return None
        told: dict[str, Any] = orjson.loads(urlsafe_b64decode(text))
        return told if 0 <= self._now().timestamp() - told["at"] <= HASTE_S else None


def login_of(about: Mapping[str, Any]) -> str:
    """Return the login of somebody by what the provider calls them: `T.Ivanova@town` → `t.ivanova`."""
    called = str(about.get("preferred_username") or about["sub"]).casefold().rpartition("\\")[2].partition("@")[0]
    plain = re.sub(r"[^a-z0-9._-]+", "-", called).lstrip("0123456789._-")[:40].rstrip("-")
    return plain if LOGIN.fullmatch(plain) else f"p-{fingerprint(str(about['sub']))[:16]}"
