"""An alert: the fold of what happened to it, as a question is the fold of its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from dashboard.domain.alerts.finding import Finding, Severity, Subject

Fact = str | int | float | datetime | date | Finding | None


class Stage(StrEnum):
    """Where an alert stands in its life."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Turn(StrEnum):
    """What may happen to an alert."""

    FIRED = "fired"
    RETURNED = "returned"
    COUNTED = "counted"
    RAISED = "raised"
    LOWERED = "lowered"
    FADED = "faded"
    STAYED = "stayed"
    INHIBITED = "inhibited"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"
    ESCALATED = "escalated"
    COMMENTED = "commented"
    RESOLVED = "resolved"


BEGINS = frozenset({Turn.FIRED, Turn.RETURNED, Turn.EXPIRED, Turn.RELEASED})
"""From these the working time of the next levels is counted."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of an alert's log.

    Attributes:
        turn: what happened.
        at: when; aware UTC.
        actor: `room:alerts`, or who did it.
        facts: `finding` of FIRED, RETURNED, COUNTED, RAISED and LOWERED; `why` (`source:<key>`, `cause:<id>`) of
            INHIBITED; `reason`, `until_at`, `promise_on` (or None), `promise` of ACKNOWLEDGED; `level`, `due_at`
            of ESCALATED; `text` of COMMENTED; `reason` of RESOLVED ("" when it is gone by itself); `said` is 1
            where people are told of it.
    """

    turn: Turn
    at: datetime
    actor: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who has taken an alert: why it may wait, until when, and what was promised for which day."""

    owner: str
    reason: str
    at: datetime
    until_at: datetime
    promise_on: date | None = None
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it stands.

    Attributes:
        id: its number; 0 before the store has given one.
        finding: as it was found last.
        severity: what it is told as; held while the finding is milder for a moment only.
        fired_at: when it began; `raised_at`: when it last became graver, or began.
        begun_at: from when the working time of the levels is counted.
        level: how many levels have heard of it.
        inhibited: why nobody is called, or "".
        faded_at: since when the finding is milder, or gone.
        answer: of whoever has taken it.
        said_at, said_severity: when people were last told of it, and as what.
        resolved_at: when it ended; `closed_by`: who ended it, "" when it went by itself.
    """

    id: int
    finding: Finding
    stage: Stage
    severity: Severity
    fired_at: datetime
    raised_at: datetime
    begun_at: datetime
    level: int = 0
    inhibited: str = ""
    faded_at: datetime | None = None
    answer: Answer | None = None
    said_at: datetime | None = None
    said_severity: Severity | None = None
    resolved_at: datetime | None = None
    closed_by: str = ""

    @property
    def room_wide(self) -> bool:
        """Whether it is about the room (a source, the calendar), not about questions."""
        return not self.finding.measure

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.finding.subject

    @property
    def stands(self) -> bool:
        """Whether it has not ended."""
        return self.stage is not Stage.RESOLVED


def after(alert: Alert | None, told: Happening) -> Alert:
    """Return the alert after what happened.

    Raises:
        ValueError: an alert begins with something else than FIRED.
    """
    if alert is None:
        finding = told.facts.get("finding")
        if told.turn is not Turn.FIRED or not isinstance(finding, Finding):
            raise ValueError("an alert begins by firing")
        fired = Alert(0, finding, Stage.FIRING, finding.severity, told.at, told.at, told.at)
        return _said(fired, told)
    found = told.facts.get("finding")
    known = replace(alert, finding=found) if isinstance(found, Finding) else alert
    changed = CHANGES[told.turn](known, told) if told.turn in CHANGES else known
    begun = replace(changed, begun_at=told.at) if told.turn in BEGINS else changed
    return _said(begun, told)


def alert_of(happenings: Iterable[Happening]) -> Alert | None:
    """Return the fold of a whole log; None of an empty one."""
    alert: Alert | None = None
    for told in happenings:
        alert = after(alert, told)
    return alert


def _said(alert: Alert, told: Happening) -> Alert:
    return replace(alert, said_at=told.at, said_severity=alert.severity) if told.facts.get("said") else alert


def _returned(alert: Alert, told: Happening) -> Alert:
    return replace(alert, stage=Stage.FIRING, severity=alert.finding.severity, raised_at=told.at,
                   faded_at=None, answer=None, resolved_at=None, closed_by="")


def _raised(alert: Alert, told: Happening) -> Alert:
    """Return it firing again: whoever has taken it took something milder."""
    return replace(alert, stage=Stage.FIRING, severity=alert.finding.severity, raised_at=told.at, faded_at=None,
                   answer=None)


def _acknowledged(alert: Alert, told: Happening) -> Alert:
    facts = told.facts
    until_at, promise_on = facts["until_at"], facts.get("promise_on")
    assert isinstance(until_at, datetime)
    answer = Answer(told.actor, str(facts.get("reason") or ""), told.at, until_at,
                    promise_on if isinstance(promise_on, date) else None, str(facts.get("promise") or ""))
    return replace(alert, stage=Stage.ACKNOWLEDGED, answer=answer)


CHANGES: dict[Turn, Callable[[Alert, Happening], Alert]] = {
    Turn.RETURNED: _returned,
    Turn.RAISED: _raised,
    Turn.LOWERED: lambda alert, _: replace(alert, severity=alert.finding.severity, faded_at=None),
    Turn.FADED: lambda alert, told: replace(alert, faded_at=told.at),
    Turn.STAYED: lambda alert, _: replace(alert, faded_at=None),
    Turn.INHIBITED: lambda alert, told: replace(alert, inhibited=str(told.facts["why"])),
    Turn.RELEASED: lambda alert, _: replace(alert, inhibited=""),
    Turn.ACKNOWLEDGED: _acknowledged,
    Turn.EXPIRED: lambda alert, _: replace(alert, stage=Stage.FIRING, answer=None),
    Turn.ESCALATED: lambda alert, told: replace(alert, level=int(str(told.facts["level"]))),
    Turn.RESOLVED: lambda alert, told: replace(alert, stage=Stage.RESOLVED, answer=None, resolved_at=told.at,
                                               faded_at=None, closed_by=told.actor if told.facts["reason"] else ""),
}
