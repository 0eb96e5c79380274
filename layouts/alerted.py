"""What an alert says, in sentences: the same on the desk, in its log and on the command line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.finding import Finding, Severity
from dashboard.domain.measures import MEASURES, stage_of
from dashboard.domain.rules import Stage
from dashboard.words import NBSP, Words
from layouts.shift import Shift

MARKS = {Severity.BREACH: ("▲", "Critical"), Severity.WARNING: ("◆", "Important"),
         Severity.NOTICE: ("●", "For information")}
"""Severity → its shape, and its word."""
STEPS = {"half": "half of the term", "three_days": "within three working days", "one_day": "within a working day",
         "today": "today", "breached": "overdue", "two_hours": "within two hours",
         "half_hour": "within half an hour", "week": "in a week", "day": "in a day"}
"""Key of a shipped step → how it is counted; a town's own step is called by its measure."""
SILENCE = {"late": "The source is late:", "failing": "The source fails:", "silent": "The source is silent:"}
MINUTE, HOUR = 60, 3600


class Said(NamedTuple):
    """What an alert is about: a sentence whose middle part is a link."""

    before: str
    linked: str
    after: str

    def __str__(self) -> str:
        """Return the sentence."""
        return " ".join(part for part in self if part)


def what(found: Finding, shift: Shift) -> Said:
    """Return what an alert is about: «Просрочено 4 — отопление, ул. Мира»."""
    ladder = shift.rules.ladder(found.subject.ladder)
    watch = "terms" if ladder is None else ladder.watch
    return TOLD.get(watch, _terms if found.measure else _own)(found, shift)


def _terms(found: Finding, shift: Shift) -> Said:
    measure = MEASURES.get(found.measure)
    name = shift.words(measure.title) if measure else found.measure
    if stage_of(found.measure) is Stage.FIRST_RESPONSE:
        name += ":"
    return Said(name, shift.words.number(found.n), f"— {where(found, shift)}")


def _surges(found: Finding, shift: Shift) -> Said:
    words, scope = shift.words, found.scope
    days = words.week(scope.since, scope.until) if scope.since and scope.until else ""
    usual = _number(found, "expected", shift)
    told = f"— {where(found, shift)}" + (f": {days}" if days else "")
    return Said(words("Received"), words.number(found.n),
                told + (f", {words('usually {n}', n=usual)}" if usual else ""))


def _silence(found: Finding, shift: Shift) -> Said:
    said = SILENCE.get(found.step, "The source is silent:")
    spoke = _at(found, "observed_at")
    told = shift.words("— the newest data: {moment}", moment=shift.when(spoke)) if spoke else ""
    return Said(shift.words(said), shift.title("source", found.subject.source), told)


def _calendar(found: Finding, shift: Shift) -> Said:
    left, until = shift.words.plural("{n} day is left", "{n} days are left", max(found.n, 0)), _at(found, "until")
    day = f" {shift.words.day(until.date())}" if until else ""
    return Said("", shift.words("The working calendar ends") + day, f"— {left}")


def _rejects(found: Finding, shift: Shift) -> Said:
    read = _number(found, "read", shift)
    rows = shift.words("{n} of {of}", n=shift.words.number(found.n), of=read) if read else shift.words.number(found.n)
    return Said(shift.words("Rows not taken:"), rows, f"— {shift.title('source', found.subject.source)}")


def _own(found: Finding, shift: Shift) -> Said:
    """Return what a ladder of an older policy found."""
    return Said(found.subject.ladder, shift.words.number(found.n), where(found, shift))


TOLD = {"terms": _terms, "surges": _surges, "silence": _silence, "calendar_ending": _calendar, "rejects": _rejects}


def _number(found: Finding, name: str, shift: Shift) -> str:
    fact = found.facts.get(name)
    return shift.words.number(fact, int(fact % 1 > 0)) if isinstance(fact, int | float) else ""


def _at(found: Finding, name: str) -> datetime | None:
    """Return an instant, or the beginning of a day, that stands among the facts."""
    fact = found.facts.get(name)
    return datetime.fromisoformat(fact) if isinstance(fact, str) and fact else None


def where(found: Finding, shift: Shift) -> str:
    """Return topic and place: «отопление, ул. Мира»."""
    subject = found.subject
    topic = lower(shift.title("topic", subject.topic)) if subject.topic else shift.words("topic not stated")
    return f"{topic}, {subject.place or shift.words('place not stated')}"


def counts(found: Finding, shift: Shift) -> str:
    """Return how many questions stand on which step, the gravest first; "" where only one step is reached."""
    if not found.measure:
        return ""
    ladder = shift.rules.ladder(found.subject.ladder)
    keys = list(found.counts) if ladder is None else [s.key for s in ladder.steps if s.key in found.counts]
    told = [(key, found.counts[key]) for key in reversed(keys) if found.counts[key]]
    if len(told) < 2:  # noqa: PLR2004  (one step is the sentence itself)
        return ""
    return ", ".join(f"{step(found, key, shift)}{NBSP}{shift.words.number(n)}" for key, n in told)


def step(found: Finding, key: str, shift: Shift) -> str:
    """Return what a step of an alert's ladder is called."""
    if key in STEPS:
        return shift.words(STEPS[key])
    ladder = shift.rules.ladder(found.subject.ladder)
    known = ladder.step(key) if ladder else None
    measure = MEASURES.get(known.measure) if known else None
    return lower(shift.words(measure.title)) if measure else key


def why_quiet(why: str, shift: Shift) -> str:
    """Return why nobody is called, of `source:<key>` or `cause:<number>`."""
    kind, _, key = why.partition(":")
    if kind == "source":
        return shift.words("the source {source} is silent", source=shift.title("source", key))
    cause = shift.causes.get(int(key)) if key.isdigit() else None
    if cause is None:
        return shift.words("a common cause covers it")
    return shift.words("common cause: {title}, until {until}", title=cause.title, until=shift.short(cause.until_at))


def elapsed(alert: Alert, shift: Shift) -> str:
    """Return how long it stands in real time, and in working time."""
    end = alert.resolved_at or shift.now
    real, known = shift.words.age((end - alert.fired_at).total_seconds()), shift.called.get(alert.id)
    if known is None:
        return real
    return shift.words("{real}, of it working {working}", real=real, working=hours(known.worked, shift.words))


def hours(spent: timedelta, words: Words) -> str:
    """Return working time, which has no days: «9 ч», «40 мин»."""
    seconds = int(spent.total_seconds())
    return words("{n} h", n=seconds // HOUR) if seconds >= HOUR else words("{n} min", n=seconds // MINUTE)


def lower(said: str) -> str:
    """Return a title as it stands within a sentence; an abbreviation stays."""
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]
