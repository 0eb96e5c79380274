"""Accounts: who may sign in, and the wrong passwords in a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import ACCOUNTS


@dataclass(frozen=True, slots=True)
class Account:
    """One login. `secret` is an argon2id hash, None where only one-time links or a provider open the door."""

    login: str
    secret: str | None
    must_change: bool
    disabled: bool
    failures: int
    failed_at: datetime | None
    made_at: datetime
    actor: str


def account_of(connection: Connection, login: str) -> Account | None:
    """Return the account of a login, or None; what cannot be printed is nobody's, and no engine is asked for it."""
    if not login.isprintable():
        return None
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.login == login)).mappings().first()
    return None if row is None else Account(**row)


def accounts(connection: Connection) -> list[Account]:
    """Return all accounts by login."""
    return [Account(**row) for row in connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.login)).mappings()]


def open_account(connection: Connection, login: str, by: tuple[str, datetime]) -> None:
    """Make an account that no password opens yet."""
    connection.execute(insert(ACCOUNTS).values(login=login, secret=None, must_change=True, disabled=False, failures=0,
                                               failed_at=None, made_at=by[1], actor=by[0]))


def set_secret(connection: Connection, login: str, secret: str, *, must_change: bool) -> None:
    """Give an account a new password's hash; the wrong ones are forgotten."""
    _change(connection, login, secret=secret, must_change=must_change, failures=0, failed_at=None)


def count_failure(connection: Connection, account: Account, now: datetime) -> None:
    """Count a wrong password."""
    _change(connection, account.login, failures=account.failures + 1, failed_at=now)


def forget_failures(connection: Connection, login: str) -> None:
    """Forget the wrong passwords after a right one."""
    _change(connection, login, failures=0, failed_at=None)


def disable(connection: Connection, login: str, *, disabled: bool) -> None:
    """Shut an account, or open it again."""
    _change(connection, login, disabled=disabled)


def _change(connection: Connection, login: str, **values: object) -> None:
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.login == login).values(**values))
