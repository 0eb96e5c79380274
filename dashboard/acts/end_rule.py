"""End a rule: its terms that have begun go on, and none begins by it after its last day."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.amendments import rule_ended
from dashboard.domain.people import RULES, Actor
from dashboard.errors import UsageError
from dashboard.store.amending import amended, day
from dashboard.store.stage import Stage

KIND = "rules"


def _apply(stage: Stage, actor: Actor, key: str, valid_to: object, reason: str) -> tuple[str, dict[str, Any]]:
    until = day(valid_to)
    if until is None:
        raise UsageError("Say the last day on which a term may begin by the rule")
    return amended(stage, actor, KIND, lambda body: rule_ended(body, key, until), reason)


END_RULE = Act("end_rule", "End a rule", RULES, ("key", "valid_to", "reason"), _apply)
