"""Alerts for tests: found, and answered, as the vigil and people would have written them."""

from __future__ import annotations

from datetime import datetime, timedelta

from houses import NOW

from dashboard.domain.alerts.alert import Alert, Happening, Turn
from dashboard.domain.alerts.finding import Finding, Severity, Subject
from dashboard.domain.scope import Scope
from dashboard.house import House
from dashboard.store import alerts

ROOM = "room:alerts"
HOUR = timedelta(hours=1)


def overdue(block: str = "housing", topic: str = "heating", place: str = "ул. Мира", n: int = 4) -> Finding:
    """So many questions of a block × topic × place are overdue."""
    scope = Scope().within("block", block).within("topic", topic).within("street", place)
    return Finding(Subject("days", block, topic, place), "breached", Severity.BREACH, n, "overdue_open", scope,
                   {"today": 2, "breached": n}, sources=frozenset({"pos"}))


def silent(source: str = "pos") -> Finding:
    """A source is silent: nothing of any block."""
    return Finding(Subject("silence", source=source), "silent", Severity.WARNING, 1, counts={"silent": 1},
                   facts={"observed_at": (NOW - 70 * HOUR).isoformat()})


def fire(house: House, found: Finding, *more: Happening, at: datetime = NOW) -> Alert:
    """Begin an alert, and write down what happened to it since."""
    told = (Happening(Turn.FIRED, at, ROOM, {"finding": found, "said": 1}), *more)
    with house.store.writing() as (connection, numbers):
        return alerts.tell(connection, numbers, None, told)[0]


def taken(login: str = "anna", reason: str = "бригада едет", hours: int = 5, **facts: object) -> Happening:
    """Somebody has taken it for so many hours."""
    told = {"reason": reason, "until_at": NOW + hours * HOUR, "promise_on": None, "promise": "", **facts}
    return Happening(Turn.ACKNOWLEDGED, NOW, f"person:{login}", told)  # type: ignore[arg-type]
