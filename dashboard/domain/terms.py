"""Counting one term, day by day: the derivation is the computation, so the two can never disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.domain.calendar import DAY, Calendar, Span, without
from dashboard.domain.moments import Moment, day_start, moment_at
from dashboard.domain.pauses import Pause, spans_of
from dashboard.domain.rules import IN_DAYS, Roll, Rule, Start, Unit
from dashboard.domain.steps import COUNTS, Step, Why, kind_of

HOURS: dict[Unit, timedelta] = {
    Unit.HOUR: timedelta(hours=1), Unit.WORKING_HOUR: timedelta(hours=1), Unit.MINUTE: timedelta(minutes=1),
}
LAST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A rule put to one question.

    Attributes:
        anchor: the event from which it is counted.
        pauses: when the count stands still, in order.
        extended: whether the rule's extension was granted.
    """

    rule: Rule
    anchor: Moment
    pauses: tuple[Pause, ...] = ()
    extended: bool = False

    @property
    def amount(self) -> int:
        """Return how many units there are in all."""
        return self.rule.amount + (self.rule.extension if self.extended else 0)

    @property
    def standing(self) -> bool:
        """Return whether the count stands still with no end known: then nobody can say when it ends."""
        return bool(self.pauses) and self.pauses[-1].until is None

    def paused_on(self, on: date) -> bool:
        """Return whether the day is lost to a pause."""
        return any(pause.holds_on(on) for pause in self.pauses)


def settled(term: Term, calendar: Calendar, zone: ZoneInfo) -> Term | None:
    """Return the term as it can be counted, None while it stands still with no end known.

    A pause that began when the term had run out already takes nothing from it: a breach cannot be paused away.
    """
    if not term.standing:
        return term
    since, before = term.pauses[-1].since, replace(term, pauses=term.pauses[:-1])
    if term.rule.unit in IN_DAYS:
        ran_out = max(step.on for step in _in_days(before, calendar)[1] if step.counted) < since.on
    else:
        ran_out = _in_hours(before, _begin(before, zone), calendar, zone) <= since.starts_at(zone)
    return before if ran_out else None


def count(term: Term, calendar: Calendar, zone: ZoneInfo) -> tuple[Moment, tuple[Step, ...]]:
    """Return the end of a term that is not standing, and its steps.

    Terms in days end with a civil day (a moment without instant). Terms in hours and minutes end at an instant,
    unless only the date of their beginning is known: then they are counted from the end of that day and end
    with a day, because nothing finer can be judged.
    """
    if term.rule.unit in IN_DAYS:
        return _in_days(term, calendar)
    since = _begin(term, zone)
    due = _in_hours(term, since, calendar, zone)
    return _ending(term, due, zone), tuple(_hours_by_day(term, (since, due), calendar, zone))


def end_of(term: Term, calendar: Calendar, zone: ZoneInfo) -> Moment:
    """Return what `count` finds, without the steps of terms in hours: they are made from the end they explain."""
    if term.rule.unit in IN_DAYS:
        return _in_days(term, calendar)[0]
    return _ending(term, _in_hours(term, _begin(term, zone), calendar, zone), zone)


def _ending(term: Term, due: datetime, zone: ZoneInfo) -> Moment:
    return moment_at(due, zone) if term.anchor.at is not None else Moment(moment_at(due - LAST, zone).on)


def _in_days(term: Term, calendar: Calendar) -> tuple[Moment, tuple[Step, ...]]:
    day = term.anchor.on - DAY if term.rule.start is Start.EVENT else term.anchor.on
    done = 0
    steps: list[Step] = []
    while done < term.amount:
        day += DAY
        why = _why(term, day, calendar)
        counts = why in COUNTS
        why = Why.EXTENDED if counts and done >= term.rule.amount else why
        done += counts
        steps.append(Step(day, counts, why, term.rule.key, float(counts), _cited(term, why, day, calendar)))
    moved = _moved(term.rule, day, calendar)
    if moved is not None:
        steps.append(moved)
    return Moment(steps[-1].on), tuple(steps)


def _why(term: Term, on: date, calendar: Calendar) -> Why:
    if term.pauses and term.paused_on(on):
        return Why.PAUSED
    return Why.COUNTED if term.rule.unit is Unit.CALENDAR_DAY else kind_of(on, calendar)


def _cited(term: Term, why: Why, on: date, calendar: Calendar) -> str:
    """Return the act that says so: the calendar's of days off and worked ones, the rule's of all others."""
    return calendar.source_of(on) if why in (Why.DAY_OFF, Why.HOLIDAY, Why.WORKED) else term.rule.source


def _moved(rule: Rule, last: date, calendar: Calendar) -> Step | None:
    """Return the step by which a term that ends on a day off moves, if it does."""
    if rule.roll is Roll.NONE or calendar.is_working(last):
        return None
    if rule.roll is Roll.BEFORE:
        return Step(calendar.previous_working_day(last), False, Why.MOVED_BEFORE, rule.key, 0.0, rule.source)
    return Step(calendar.next_working_day(last), False, Why.MOVED_AFTER, rule.key, 0.0, rule.source)


def _begin(term: Term, zone: ZoneInfo) -> datetime:
    """Return the instant from which hours are counted."""
    if term.rule.start is Start.NEXT_DAY or term.anchor.at is None:
        return day_start(term.anchor.on + DAY, zone)
    return term.anchor.at


def _in_hours(term: Term, since: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    amount = term.amount * HOURS[term.rule.unit]
    if term.rule.unit is Unit.WORKING_HOUR:
        stops = [(_civil(stop, zone), _civil(going, zone)) for stop, going in spans_of(term.pauses, zone)]
        return calendar.add_working_hours(_civil(since, zone), amount, stops).replace(tzinfo=zone).astimezone(UTC)
    due = since + amount
    for stop, going in spans_of(term.pauses, zone):
        if stop < due and going > since:
            due += going - max(stop, since)
    return due


def _civil(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _hours_by_day(term: Term, within: Span, calendar: Calendar, zone: ZoneInfo) -> Iterator[Step]:
    """Yield how much of the term every civil day from its beginning to its end has spent."""
    since, due = within
    day = moment_at(since, zone).on
    while day <= moment_at(due - LAST, zone).on:
        open_time = _open(term, day, calendar, zone)
        spans = [(max(a, since), min(b, due)) for a, b in open_time if a < due and b > since]
        worked = sum((b - a for s in spans for a, b in without(s, list(spans_of(term.pauses, zone)))), timedelta())
        why = _why_of_hours(term, day, calendar, (bool(spans), bool(worked)))
        yield Step(day, bool(worked), why, term.rule.key, worked / HOURS[term.rule.unit],
                   _cited(term, why, day, calendar))
        day += DAY


def _why_of_hours(term: Term, on: date, calendar: Calendar, runs: tuple[bool, bool]) -> Why:
    """Return why; `runs` is (whether the term may run on this day at all, whether anything of it is left)."""
    open_, worked = runs
    if open_ and not worked:
        return Why.PAUSED
    kind = Why.COUNTED if term.rule.unit is not Unit.WORKING_HOUR else kind_of(on, calendar)
    return kind if worked or kind not in COUNTS else Why.HOURS_OVER


def _open(term: Term, on: date, calendar: Calendar, zone: ZoneInfo) -> list[Span]:
    """Return the instants of the day at which the term runs unless it is paused."""
    if term.rule.unit is not Unit.WORKING_HOUR:
        return [(day_start(on, zone), day_start(on + DAY, zone))]
    return [(a.replace(tzinfo=zone).astimezone(UTC), b.replace(tzinfo=zone).astimezone(UTC))
            for a, b in calendar.spans(on)]
