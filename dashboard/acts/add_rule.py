"""Add a rule."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.amendments import rule_added
from dashboard.domain.people import RULES, Actor
from dashboard.store.amending import amended, parts
from dashboard.store.stage import Stage

KIND = "rules"


def _apply(stage: Stage, actor: Actor, row: object, reason: str) -> tuple[str, dict[str, Any]]:
    return amended(stage, actor, KIND, lambda body: rule_added(body, parts(row)), reason)


ADD_RULE = Act("add_rule", "Add a rule", RULES, ("row", "reason"), _apply)
