"""Give the policy of alerts a new version as a whole, from its YAML; the vigil looks by it from its next look on."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import RULES, Actor
from dashboard.store.amending import amended, based, read
from dashboard.store.stage import Stage

KIND = "alerts"


def _apply(stage: Stage, actor: Actor, text: str, reason: str, based_on: object) -> tuple[str, dict[str, Any]]:
    body = read(text)
    based(stage, KIND, based_on)
    return amended(stage, actor, KIND, lambda _: body, reason)


EDIT_ALERTS = Act("edit_alerts", "Change the policy of alerts", RULES, ("text", "reason", "based_on"), _apply)
