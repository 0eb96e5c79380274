"""Give the roster a new version: people, appointments, substitutes; the former versions stay."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import ROSTER, Actor
from dashboard.store.amending import amended, read
from dashboard.store.stage import Stage

KIND = "roster"


def _apply(stage: Stage, actor: Actor, text: str, reason: str) -> tuple[str, dict[str, Any]]:
    body = read(text)
    return amended(stage, actor, KIND, lambda _: body, reason)


EDIT_ROSTER = Act("edit_roster", "Change the roster", ROSTER, ("text", "reason"), _apply)
