"""Give the roster a new version: people, appointments, substitutes; the former versions stay."""

from __future__ import annotations

from typing import Any

import yaml

from dashboard.domain.acts import Act
from dashboard.domain.people import ROSTER, Actor
from dashboard.errors import UsageError
from dashboard.store import policy
from dashboard.store.stage import Stage

KIND = "roster"


def _apply(stage: Stage, actor: Actor, text: str, reason: str) -> tuple[str, dict[str, Any]]:
    if not reason.strip():
        raise UsageError("Say why: a change of the roster without a reason is not kept")
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as broken:
        raise UsageError("The roster is not YAML: {why}", why=getattr(broken, "problem", "") or "YAML") from broken
    kept = stage.sound(KIND, body if isinstance(body, dict) else {"people": body})
    with stage.store.writing() as (connection, numbers):
        edict = policy.Edict(KIND, kept, "room", reason.strip(), str(actor), confirmed=True)
        number = policy.decree(connection, edict, stage.now, numbers)
    return "The roster has version {number}", {"number": number}


EDIT_ROSTER = Act("edit_roster", "Change the roster", ROSTER, ("text", "reason"), _apply)
