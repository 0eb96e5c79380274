"""Enter days into the working calendar: days off, worked weekends, short days, its end, its hours."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.amendments import calendar_changed
from dashboard.domain.people import RULES, Actor
from dashboard.store.amending import amended, parts
from dashboard.store.stage import Stage

KIND = "calendar"


def _apply(stage: Stage, actor: Actor, changes: object, reason: str) -> tuple[str, dict[str, Any]]:
    return amended(stage, actor, KIND, lambda body: calendar_changed(body, parts(changes)), reason)


CHANGE_CALENDAR = Act("change_calendar", "Enter days into the calendar", RULES, ("changes", "reason"), _apply)
