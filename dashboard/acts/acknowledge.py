"""Take an alert: why it may wait, until when, and what is promised; when that time is over it comes back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.alerts.alert import Fact, Happening, Turn
from dashboard.domain.alerts.saying import said
from dashboard.domain.moments import moment_at
from dashboard.domain.people import ALERTED, Actor, Viewer
from dashboard.errors import UsageError
from dashboard.store import policy
from dashboard.store.answering import answer, concerned
from dashboard.store.stage import Stage

NEEDS = ("alert", "reason", "until", "promise_on", "promise")


def _apply(stage: Stage, actor: Actor, alert: Any, **told: Any) -> tuple[str, dict[str, Any]]:
    until = until_at(stage, str(told["until"]))
    reason, promise = said(told["reason"]), said(told["promise"])
    if not reason:
        raise UsageError("Say why it may wait: an alert is not silenced without a reason")
    promise_on = _promise_on(stage, str(told["promise_on"]))
    if promise and promise_on is None:
        raise UsageError("Say for which day it is promised: without one it stands in no calendar")
    facts: dict[str, Fact] = {"reason": reason, "until_at": until, "promise_on": promise_on, "promise": promise}
    answer(stage, int(alert), Happening(Turn.ACKNOWLEDGED, stage.now, str(actor), facts), climbs=False)
    return "Taken until {until}", {"until": until}


def until_at(stage: Stage, text: str) -> datetime:
    """Return the instant until which something is said to hold; a civil time is the town's.

    Raises:
        UsageError: it cannot be read, is over already, or lies further ahead than the policy admits.
    """
    try:
        told = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("Say until when, as 2026-11-27T18:00") from broken
    found = told if told.tzinfo else told.replace(tzinfo=stage.teller.zone)
    with stage.store.reading() as connection:
        days = int(policy.policy(connection, "alerts")["holding"]["longest_ack_days"])
    if not stage.now < found <= stage.now + timedelta(days=days):
        raise UsageError("Until when lies between now and {days} days ahead", days=days)
    return found


def _promise_on(stage: Stage, text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken
    if found < moment_at(stage.now, stage.teller.zone).on:
        raise UsageError("A promise is for today or a later day")
    return found


def _admits(stage: Stage, viewer: Viewer, alert: Any, **_: Any) -> bool:
    return concerned(stage, viewer, int(alert))


ACKNOWLEDGE = Act("acknowledge", "Take an alert", ALERTED, NEEDS, _apply, _admits)
