"""Make an account, put its person on the roster and appoint them; the first password is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor, Role
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import accounts, policy
from dashboard.store.audit import note
from dashboard.store.stage import Stage
from dashboard.store.tokens import first_password, hashed

KIND = "roster"
NEEDS = ("login", "name", "position", "role", "blocks", "paper")


def _apply(stage: Stage, actor: Actor, **told: Any) -> tuple[str, dict[str, Any]]:
    login, password = str(told["login"]).strip().casefold(), first_password()
    secret = hashed(password)
    person = {"key": login, "name": str(told["name"]).strip() or login, "position": str(told["position"]).strip()}
    with stage.store.writing() as (connection, numbers):
        if accounts.account_of(connection, login):
            raise UsageError("There is an account {login} already", login=login)
        book = policy.policy(connection, KIND)
        known: dict[str, str] = next((p for p in book["people"] if p["key"] == login), {})
        body = {**book, "people": [*(p for p in book["people"] if p["key"] != login), {**known, **person}],
                "appointments": [*book["appointments"], appointment(stage, login, told)]}
        stage.sound(KIND, body)
        edict = policy.Edict(KIND, body, "accounts", "a new account", str(actor), confirmed=True)
        policy.decree(connection, edict, stage.now, numbers)
        accounts.open_account(connection, login, (str(actor), stage.now))
        accounts.set_secret(connection, login, secret, must_change=True)
        facts = {"deed": "made", "role": str(told["role"])}
        note(connection, numbers, Entry(Kind.ACCOUNT, str(actor), login, facts, stage.now))
    return ("The account {login} is made. Its first password, shown this once: {password}",
            {"login": login, "password": password})


def appointment(stage: Stage, login: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return the row of the roster that appoints somebody from today on."""
    blocks: Sequence[str] = told["blocks"] or ()
    today = stage.now.astimezone(stage.teller.zone).date().isoformat()
    return {"person": login, "role": str(told["role"]), "act": str(told["paper"] or "").strip(), "from": today,
            "to": None, "stands_in_for": None, "blocks": sorted(blocks) if told["role"] == Role.BLOCK else []}


ADD_USER = Act("add_user", "Make an account", KEEPERS, NEEDS, _apply)
