"""Say something to an alert: it stands in its log and changes nothing."""

from __future__ import annotations

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.alerts.alert import Happening, Turn
from dashboard.domain.alerts.saying import COMMENT, said
from dashboard.domain.people import ALERTED, Actor, Viewer
from dashboard.errors import UsageError
from dashboard.store.answering import answer, concerned
from dashboard.store.stage import Stage


def _apply(stage: Stage, actor: Actor, alert: Any, text: Any) -> tuple[str, dict[str, Any]]:
    words = said(text, COMMENT)
    if not words:
        raise UsageError("There is nothing to write down")
    answer(stage, int(alert), Happening(Turn.COMMENTED, stage.now, str(actor), {"text": words}), climbs=True)
    return "Written down", {}


def _admits(stage: Stage, viewer: Viewer, alert: Any, **_: Any) -> bool:
    return concerned(stage, viewer, int(alert))


COMMENT_ALERT = Act("comment_alert", "Comment an alert", ALERTED, ("alert", "text"), _apply, _admits)
