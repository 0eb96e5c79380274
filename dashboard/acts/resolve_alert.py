"""End an alert: one about questions comes back at the next look unless they are settled indeed."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.alerts.alert import Happening, Turn
from dashboard.domain.alerts.saying import said
from dashboard.domain.people import ALERTED, Actor, Viewer
from dashboard.errors import UsageError
from dashboard.store.answering import answer, concerned
from dashboard.store.stage import Stage


def _apply(stage: Stage, actor: Actor, alert: Any, reason: Any) -> tuple[str, dict[str, Any]]:
    why = said(reason)
    if not why:
        raise UsageError("Say why: an alert is not ended without a reason")
    answer(stage, int(alert), Happening(Turn.RESOLVED, stage.now, str(actor), {"reason": why}), climbs=False)
    return "Ended; if it still holds, it comes back at the next look", {}


def _admits(stage: Stage, viewer: Viewer, alert: Any, **_: Any) -> bool:
    return concerned(stage, viewer, int(alert))


RESOLVE_ALERT = Act("resolve_alert", "End an alert", ALERTED, ("alert", "reason"), _apply, _admits)
