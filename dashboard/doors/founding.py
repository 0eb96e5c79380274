"""The first people of a room: its administrator by a one-time code, or those of the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from dashboard.domain.people import Role
from dashboard.house import House
from dashboard.rosterbook import KIND, body_of, roster_of
from dashboard.store import accounts, policy, tickets
from dashboard.store.tokens import fingerprint, fresh_token
from dashboard.store.writing import Numbers

FIRST = "administrator"
FIRST_LINK = timedelta(days=1)
LINK = timedelta(minutes=10)
Row = tuple[str, str, str, str, Sequence[str]]
"""Login, name, position, role, blocks."""


def found(house: House, rows: Sequence[Row], paper: str) -> bool:
    """Make the accounts of a room that has none yet and put their people on the roster; return whether it had none."""
    now = house.now()
    with house.store.writing() as (connection, numbers):
        if accounts.accounts(connection):
            return False
        _enrol(connection, numbers, [_appointed(row, paper) for row in rows], now)
        for login, *_ in rows:
            accounts.open_account(connection, login, ("founding", now))
    return True


def first_administrator(house: House) -> str | None:
    """Make the administrator of a new room and return the path of a one-time link, until somebody has used one.

    The link lives for a day; a start without anybody having come in yet gives a new one.
    """
    found(house, [(FIRST, house.words("Administrator of the room"), "", str(Role.ADMINISTRATOR), ())], "")
    with house.store.reading() as connection:
        known = accounts.accounts(connection)
    if any(one.secret for one in known) or [one.login for one in known] != [FIRST]:
        return None
    return f"{link(house, FIRST, FIRST_LINK)}?next=/password"


def link(house: House, login: str, life: timedelta = LINK) -> str:
    """Return the path of a one-time sign-in link."""
    token, now = fresh_token(), house.now()
    with house.store.writing() as (connection, _):
        tickets.issue(connection, fingerprint(token), login, now + life)
    return f"/in/{token}"


def _appointed(row: Row, paper: str) -> tuple[dict[str, object], dict[str, object]]:
    login, name, position, role, blocks = row
    person: dict[str, object] = {"key": login, "name": name, "position": position}
    return person, {"person": login, "role": role, "blocks": list(blocks), "act": paper, "from": None}


def _enrol(connection: Connection, numbers: Numbers, rows: Sequence[tuple[dict[str, object], dict[str, object]]],
           now: datetime) -> None:
    book = policy.policy(connection, KIND)
    body = {**book, "people": [*book["people"], *(person for person, _ in rows)],
            "appointments": [*book["appointments"], *(held for _, held in rows)]}
    edict = policy.Edict(KIND, body_of(roster_of(body)), "founding", "first people", "founding", confirmed=True)
    policy.decree(connection, edict, now, numbers)
