"""What follows for an alert from what was found: pure; the room writes it down in one transaction.

Unknown never resolves: what a silent source told of, or a ladder that could not be looked at, stays as it was. What is
milder or gone must be so for a while; what is graver counts at once and reaches people whatever they have heard before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from dashboard.domain.alerts.alert import Alert, Fact, Happening, Stage, Turn, after
from dashboard.domain.alerts.finding import Finding, Look, Severity
from dashboard.domain.alerts.ladder import AlertRules, Chain, Holding

ROOM = "room:alerts"
Due = Callable[[datetime, Chain, int], datetime]
"""(from when, chain, number of a level) → when that level hears of it, in working time."""


def begun(finding: Finding, look: Look, rules: AlertRules, due: Due) -> tuple[Happening, ...]:
    """Return how an alert begins with a finding that no known alert has; a covered one calls nobody."""
    fired = _told(Turn.FIRED, look.at, finding=finding)
    return (fired, *judged(after(None, fired), look, rules, due))


def judged(alert: Alert, look: Look, rules: AlertRules, due: Due) -> tuple[Happening, ...]:
    """Return what happens to a known alert at a look, in order; nothing when nothing changed."""
    told: list[Happening] = []
    for part in (_seen, _covered, _answered):
        for happening in part(alert, look, rules.holding):
            alert = after(alert, happening)
            told.append(happening)
    return (*told, *_climbed(alert, look.at, rules, due))


def inhibition(finding: Finding, look: Look) -> str:
    """Return why nobody is called for the finding: `cause:<id>`, `source:<key>`, or ""."""
    cause = next((cause for cause in look.causes if cause.covers(finding.subject) and look.at < cause.until_at), None)
    if cause is not None:
        return f"cause:{cause.id}"
    blind = finding.sources and finding.sources <= look.silent.keys()
    return f"source:{min(finding.sources)}" if blind else ""


def known_gone(alert: Alert, look: Look) -> bool:
    """Return whether what is not found is known to be gone."""
    return alert.subject.ladder in look.ladders and not alert.finding.sources & look.silent.keys()


def _seen(alert: Alert, look: Look, holding: Holding) -> Iterator[Happening]:
    """Yield what the finding itself changes."""
    found = look.findings.get(alert.subject)
    if not alert.stands:
        if found is not None:
            told = _told(Turn.RETURNED, look.at, finding=found)
            yield told if inhibition(found, look) else _spoken(alert, told, found.severity, holding)
        return
    if found is not None and found.severity > alert.severity:
        yield _told(Turn.RAISED, look.at, finding=found, said=int(alert.level > 0 and not inhibition(found, look)))
    elif found is not None and found.severity == alert.severity:
        yield from _as_grave(alert, found, look.at)
    elif found is not None or known_gone(alert, look):
        yield from _milder(alert, found, look.at, holding)


def _as_grave(alert: Alert, found: Finding, at: datetime) -> Iterator[Happening]:
    if alert.faded_at is not None:
        yield _told(Turn.STAYED, at)
    if not same(alert.finding, found):
        yield _told(Turn.COUNTED, at, finding=found)


def _milder(alert: Alert, found: Finding | None, at: datetime, holding: Holding) -> Iterator[Happening]:
    """Yield the beginning and the end of the time in which it must stay milder or gone."""
    if alert.faded_at is None:
        yield _told(Turn.FADED, at)
    elif at - alert.faded_at >= holding.clear and at - alert.raised_at >= holding.least:
        yield _told(Turn.RESOLVED, at, reason="") if found is None else _told(Turn.LOWERED, at, finding=found)


def _covered(alert: Alert, look: Look, holding: Holding) -> Iterator[Happening]:
    """Yield whether it is covered by a silent source or a cause from now on, or no more."""
    if not alert.stands:
        return
    why = inhibition(alert.finding, look)
    if why and why != alert.inhibited:
        yield _told(Turn.INHIBITED, look.at, why=why)
    elif alert.inhibited and not why:
        told = _told(Turn.RELEASED, look.at)
        yield _spoken(alert, told, alert.severity, holding) if alert.stage is Stage.FIRING else told


def _answered(alert: Alert, look: Look, holding: Holding) -> Iterator[Happening]:
    """Yield the end of an acknowledgement whose time is over; the cooldown does not hold it back."""
    del holding
    if alert.stage is Stage.ACKNOWLEDGED and alert.answer is not None and look.at >= alert.answer.until_at:
        yield _told(Turn.EXPIRED, look.at, said=int(alert.level > 0 and not alert.inhibited))


def _climbed(alert: Alert, at: datetime, rules: AlertRules, due: Due) -> Iterator[Happening]:
    """Yield each level that should have heard of it by now, once."""
    chain = rules.chain_of(alert.subject.ladder)
    while chain is not None:
        planned = next_level_at(alert, chain, due)
        if planned is None or planned > at:
            return
        climbed = _told(Turn.ESCALATED, at, level=alert.level + 1, due_at=planned, said=1)
        alert = after(alert, climbed)
        yield climbed


def next_level_at(alert: Alert, chain: Chain, due: Due) -> datetime | None:
    """Return when the next level hears of it; None when nobody is to be called."""
    calling = alert.stage is Stage.FIRING and not alert.inhibited and alert.severity >= chain.least
    if not calling or alert.level >= len(chain.levels):
        return None
    return due(alert.begun_at, chain, alert.level)


def same(known: Finding, found: Finding) -> bool:
    """Return whether two findings tell people the same; facts that only age are no news."""
    return replace(known, facts={}) == replace(found, facts={})


def _spoken(alert: Alert, told: Happening, severity: Severity, holding: Holding) -> Happening:
    """Return the happening, said to those who were called before unless they have just heard as much."""
    fresh = alert.said_at is not None and told.at - alert.said_at < holding.cooldown
    heard = fresh and alert.said_severity is not None and severity <= alert.said_severity
    return replace(told, facts={**told.facts, "said": int(alert.level > 0 and not heard)})


def _told(turn: Turn, at: datetime, **facts: Fact) -> Happening:
    return Happening(turn, at, ROOM, facts)
