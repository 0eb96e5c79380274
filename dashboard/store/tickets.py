"""One-time sign-in links: whoever has the shell has the room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import TICKETS


def issue(connection: Connection, token_hash: str, login: str, until_at: datetime) -> None:
    """Keep a link that opens the door of a login once, until an instant."""
    connection.execute(insert(TICKETS).values(token_hash=token_hash, login=login, until_at=until_at, used_at=None))


def redeem(connection: Connection, token_hash: str, now: datetime) -> str | None:
    """Use a link up and return its login; None when there is no such link, it is used or too old."""
    t = TICKETS.c
    used = connection.execute(update(TICKETS).where(t.token_hash == token_hash, t.used_at.is_(None), t.until_at > now)
                              .values(used_at=now))
    if used.rowcount != 1:
        return None
    return str(connection.execute(select(t.login).where(t.token_hash == token_hash)).scalar_one())


def withdraw(connection: Connection, login: str, now: datetime) -> None:
    """Make every open link of a login worthless."""
    t = TICKETS.c
    connection.execute(update(TICKETS).where(t.login == login, t.used_at.is_(None)).values(used_at=now))
