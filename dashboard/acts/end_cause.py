"""End a declared cause before its time: what it covered calls people again."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import CAUSES, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import alerts
from dashboard.store.audit import note
from dashboard.store.stage import Stage


def _apply(stage: Stage, actor: Actor, cause: Any) -> tuple[str, dict[str, Any]]:
    with stage.store.writing() as (connection, numbers):
        if not alerts.end_cause(connection, int(cause), stage.now):
            raise UsageError("There is no cause {number} in force", number=cause)
        note(connection, numbers, Entry(Kind.CAUSE, str(actor), f"cause/{cause}", {"turn": "ended"}, stage.now))
    return "The cause is ended", {}


END_CAUSE = Act("end_cause", "End a cause", CAUSES, ("cause",), _apply)
