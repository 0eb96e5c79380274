"""Shut an account: no new session, and every open one ends at once."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import accounts, sessions, tickets
from dashboard.store.audit import note
from dashboard.store.stage import Stage


def _apply(stage: Stage, actor: Actor, login: str, closed: bool) -> tuple[str, dict[str, Any]]:
    with stage.store.writing() as (connection, numbers):
        if accounts.account_of(connection, login) is None:
            raise UsageError("There is no account {login}", login=login)
        accounts.disable(connection, login, disabled=closed)
        if closed:
            sessions.end_all(connection, login, stage.now)
            tickets.withdraw(connection, login, stage.now)
        deed = "shut" if closed else "opened"
        note(connection, numbers, Entry(Kind.ACCOUNT, str(actor), login, {"deed": deed}, stage.now))
    return ("The account {login} is shut" if closed else "The account {login} is open again"), {"login": login}


CLOSE_ACCOUNT = Act("close_account", "Shut or open an account", KEEPERS, ("login", "closed"), _apply)
