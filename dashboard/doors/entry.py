"""The door for people: a password or a one-time link opens a session, a session names its viewer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from dashboard.domain.passwords import LEAST, shut_until, weakness
from dashboard.domain.people import Viewer
from dashboard.domain.proof import Entry, Kind
from dashboard.domain.roster import Roster
from dashboard.doors.keys import Keys
from dashboard.doors.lifetime import TOUCH, TURN, Pass, Patience, lives
from dashboard.doors.proofs import ORIGIN, Proven
from dashboard.errors import AccessError, UsageError
from dashboard.store import accounts, sessions, tickets
from dashboard.store.accounts import Account
from dashboard.store.audit import note
from dashboard.store.sessions import Opening, Session
from dashboard.store.store import Store
from dashboard.store.tokens import fingerprint, fresh_token, hashed

WRONG = "The login or the password is wrong"
REMEMBERED = 4096
"""Logins without an account whose wrong passwords are remembered."""
Slips = tuple[int, datetime | None]
"""How many wrong passwords in a row, and when the newest was."""


class Doors:
    """Opens and shuts the sessions of people.

    Args:
        store: the truth.
        keys: that sign the cookies.
        now: the clock.
        law: returns the roster and the civil day that hold now.
        leaked: whether a password (casefolded) is on the list of leaked ones.
        patience: how long a session lives.
        groups: of a session through a provider of identity; None when it is shut.
    """

    def __init__(self, store: Store, keys: Keys, now: Callable[[], datetime],  # noqa: PLR0913, PLR0917
                 law: Callable[[], tuple[Roster, date]], leaked: Callable[[str], bool], patience: Patience,
                 groups: Callable[[Session, bool], frozenset[str] | None]) -> None:
        self._store, self._keys, self._now, self._law = store, keys, now, law
        self._leaked, self._patience, self._groups = leaked, patience, groups
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(fresh_token())
        self._strangers: dict[str, Slips] = {}

    def sign_in(self, login: str, password: str, address: str) -> Pass:
        """Open a session by password.

        Raises:
            AccessError: wrong, shut for a while, disabled, or without an appointment.
        """
        now, login = self._now(), login.strip().casefold()
        with self._store.reading() as connection:
            account = accounts.account_of(connection, login)
        slips = (account.failures, account.failed_at) if account else self._strangers.get(login, (0, None))
        if slips[1] and shut_until(slips[0], slips[1]) > now:
            raise AccessError("Too many wrong passwords; wait {n} min", n=_minutes(slips[0], slips[1], now))
        if not self._right(account, password):
            self._count(account, now, address)
            if account is None:
                self._remember(login, slips[0] + 1, now)
            raise AccessError(WRONG)
        assert account is not None
        return self.admit(account.login, "password", address)

    def by_ticket(self, ticket: str, address: str) -> Pass:
        """Open a session by a one-time link.

        Raises:
            AccessError: the link was used or is too old.
        """
        with self._store.writing(quiet=True) as (connection, _):
            login = tickets.redeem(connection, fingerprint(ticket), self._now())
        if login is None:
            raise AccessError("This link was used or is too old; ask for a new one")
        return self.admit(login, "link", address)

    def admit(self, login: str, origin: str, address: str, proof: Proven | None = None) -> Pass:
        """Open a session for somebody who has proved who they are.

        Raises:
            AccessError: there is no such account, it is disabled, or nothing is appointed to it today.
        """
        now, token = self._now(), fresh_token()
        viewer = self._viewer(login, proof.groups if proof else None)
        if not viewer.roles:
            raise AccessError("Nobody has appointed you to anything today; ask the administrator")
        with self._store.writing(quiet=True) as (connection, numbers):
            account = accounts.account_of(connection, login)
            if account is None or account.disabled:
                raise AccessError("This account is shut; ask the administrator")
            accounts.forget_failures(connection, login)
            opening = Opening(login, fingerprint(token), origin, address, proof.sealed if proof else None)
            number = sessions.begin(connection, opening, now, numbers)
            note(connection, numbers, Entry(Kind.LOGIN, login, address, {"by": origin, "session": number}, now))
        change = account.must_change and origin == "password"
        return Pass(viewer, number, token, change, self._keys.signed(token))

    def enter(self, cookie: str, *, fresh: bool = True) -> Pass | None:
        """Return the open door of a cookie; None when it is shut. Turns the token when its time has come.

        A provider's groups are asked for now if `fresh`; else knowledge a few seconds old will do.
        """
        token = self._keys.token(cookie)
        if token is None:
            return None
        now, known = self._now(), fingerprint(token)
        with self._store.reading() as connection:
            session = sessions.session_of(connection, known)
            account = None if session is None else accounts.account_of(connection, session.login)
        if session is None or account is None or account.disabled:
            return None
        if not lives(session, known, self._patience, now):
            return None
        groups = self._groups(session, fresh) if session.origin == ORIGIN else None
        viewer = self._viewer(session.login, groups)
        if not viewer.roles or (session.origin == ORIGIN and groups is None):
            return None
        change = account.must_change and session.origin == "password"
        return Pass(viewer, session.id, token, change, self._kept(session, token, now))

    def leave(self, login: str, session: int) -> None:
        """Shut a session."""
        now = self._now()
        with self._store.writing(quiet=True) as (connection, numbers):
            sessions.end(connection, session, now)
            note(connection, numbers, Entry(Kind.LOGOUT, login, "", {"session": session}, now))

    def set_password(self, login: str, password: str) -> None:
        """Give somebody who is inside a new password; their other sessions end.

        Raises:
            UsageError: the password is weak; the message says why.
        """
        wrong = weakness(password, login, self._leaked)
        if wrong is not None:
            raise UsageError(wrong, least=LEAST)
        secret, now = hashed(password), self._now()
        with self._store.writing(quiet=True) as (connection, numbers):
            accounts.set_secret(connection, login, secret, must_change=False)
            sessions.end_all(connection, login, now)
            note(connection, numbers, Entry(Kind.ACCOUNT, login, login, {"deed": "new password"}, now))

    def _viewer(self, login: str, groups: frozenset[str] | None = None) -> Viewer:
        roster, today = self._law()
        return roster.viewer(login, today) if groups is None else roster.by_groups(login, groups)

    def _kept(self, session: Session, token: str, now: datetime) -> str | None:
        """Return a new cookie when the token's time has come; note the use of the session now and then."""
        if now - session.rotated_at >= TURN and session.token_hash == fingerprint(token):
            fresh = fresh_token()
            with self._store.writing(quiet=True) as (connection, _):
                turned = sessions.turn(connection, session, fingerprint(fresh), now)
            return self._keys.signed(fresh) if turned else None
        if now - session.seen_at >= TOUCH:
            with self._store.writing(quiet=True) as (connection, _):
                sessions.touch(connection, session.id, now)
        return None

    def _right(self, account: Account | None, password: str) -> bool:
        """Return whether the password is right; an unknown login takes as long as a known one."""
        kept = self._nobody if account is None or account.secret is None else account.secret
        try:
            self._hasher.verify(kept, password)
        except (Argon2Error, InvalidHashError):
            return False
        return account is not None and account.secret is not None and not account.disabled

    def _remember(self, login: str, failures: int, now: datetime) -> None:
        """Count the wrong passwords of a login that nobody has too, or the wait would tell who has an account."""
        self._strangers.pop(login, None)
        self._strangers[login] = failures, now
        while len(self._strangers) > REMEMBERED:
            self._strangers.pop(next(iter(self._strangers)))

    def _count(self, account: Account | None, now: datetime, address: str) -> None:
        """Count and note a wrong password; an unknown login is not noted by name: it may be a mistyped password."""
        with self._store.writing(quiet=True) as (connection, numbers):
            if account is not None:
                accounts.count_failure(connection, account, now)
            login = account.login if account else "?"
            note(connection, numbers, Entry(Kind.LOGIN_FAILED, login, address, {}, now))


def _minutes(failures: int, failed_at: datetime, now: datetime) -> int:
    """Return for how many whole minutes, at least one, a door stays shut after so many wrong passwords."""
    return max(1, -((now - shut_until(failures, failed_at)) // timedelta(minutes=1)))
