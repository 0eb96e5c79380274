"""A one-time sign-in link for ten minutes."""

from datetime import timedelta
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import accounts, tickets
from dashboard.store.audit import note
from dashboard.store.stage import Stage
from dashboard.store.tokens import fingerprint, fresh_token

LIFE = timedelta(minutes=10)


def _apply(stage: Stage, actor: Actor, login: str) -> tuple[str, dict[str, Any]]:
    token, until = fresh_token(), stage.now + LIFE
    with stage.store.writing() as (connection, numbers):
        if accounts.account_of(connection, login) is None:
            raise UsageError("There is no account {login}", login=login)
        tickets.issue(connection, fingerprint(token), login, until)
        note(connection, numbers, Entry(Kind.ACCOUNT, str(actor), login, {"deed": "sign-in link"}, stage.now))
    return "A link that opens once, for ten minutes: {path}", {"path": f"/in/{token}", "until": until}


ISSUE_LINK = Act("issue_link", "Give a one-time sign-in link", KEEPERS, ("login",), _apply)
