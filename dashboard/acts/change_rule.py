"""Change one rule: from a day on, or, without a day, for all times."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.amendments import rule_changed
from dashboard.domain.people import RULES, Actor
from dashboard.store.amending import amended, day, parts
from dashboard.store.stage import Stage

KIND = "rules"


def _apply(stage: Stage, actor: Actor, key: str, reason: str, **told: Any) -> tuple[str, dict[str, Any]]:
    changes, since = parts(told["changes"]), day(told["valid_from"])
    return amended(stage, actor, KIND, lambda body: rule_changed(body, key, changes, since), reason)


CHANGE_RULE = Act("change_rule", "Change a rule", RULES, ("key", "changes", "valid_from", "reason"), _apply)
