"""A lost password: a new first one, shown once, which must be changed at the next login."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import accounts, sessions
from dashboard.store.audit import note
from dashboard.store.stage import Stage
from dashboard.store.tokens import first_password, hashed


def _apply(stage: Stage, actor: Actor, login: str) -> tuple[str, dict[str, Any]]:
    password = first_password()
    secret = hashed(password)
    with stage.store.writing() as (connection, numbers):
        if accounts.account_of(connection, login) is None:
            raise UsageError("There is no account {login}", login=login)
        accounts.set_secret(connection, login, secret, must_change=True)
        sessions.end_all(connection, login, stage.now)
        note(connection, numbers, Entry(Kind.ACCOUNT, str(actor), login, {"deed": "new first password"}, stage.now))
    return ("The account {login} has a new first password, shown this once: {password}",
            {"login": login, "password": password})


RENEW_PASSWORD = Act("renew_password", "Give a new first password", KEEPERS, ("login",), _apply)
