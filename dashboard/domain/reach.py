"""Which stored terms a change of rules or calendar may move: all others need not be counted again.

The answer may be too wide, never too narrow: whether a term really moves is found by counting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from dashboard.domain.calendar import DAY, Calendar
from dashboard.domain.deadlines import OWN, STORED
from dashboard.domain.doubts import EXPORT
from dashboard.domain.moments import day_number
from dashboard.domain.predicates import All, Any, Is, Op, Predicate
from dashboard.domain.rules import Roll, Rule, Stage, Unit

SELECTORS = ("channel", "law", "topic", "lane")
COLUMNS = (*(column for end, source in STORED.values() for column in (source, f"{end}_on")), "received_on",
           "registered_on", *SELECTORS)
"""What must be known of a state to answer."""


def _counted(stage: Stage) -> Predicate:
    """Return «the end of this stage is counted»: one that the source or a person named is nobody's to count."""
    source = STORED[stage][1]
    return Any((Is(source, Op.NULL), Is(source, Op.NOT_IN, (EXPORT,)))) if stage in OWN else All()


RULED: Predicate = Any(tuple(_counted(stage) for stage in STORED))
"""Any of its terms is counted: all states, since a source names the end of the answer alone."""


class Law(NamedTuple):
    """What terms are counted by."""

    rules: Sequence[Rule]
    calendar: Calendar


def reach(old: Law, new: Law) -> Predicate:
    """Return which states counted by `old` may have another term by `new`."""
    return Any(tuple(_of_stage(stage, old, new) for stage in STORED))


def _of_stage(stage: Stage, old: Law, new: Law) -> Predicate:
    moved = (*_by_rules(stage, old.rules, new.rules), *_by_calendar(stage, old, new.calendar))
    return All((_counted(stage), Any(moved)))


def _by_rules(stage: Stage, old: Sequence[Rule], new: Sequence[Rule]) -> Iterator[Predicate]:
    before, after = _counting(stage, old), _counting(stage, new)
    for key in sorted(before.keys() | after.keys()):
        former, newer = before.get(key), after.get(key)
        if former == newer:
            continue
        since = None
        if former and newer and replace(former, valid_to=newer.valid_to) == newer:
            since = min(rule.valid_to for rule in (former, newer) if rule.valid_to) + DAY
        for rule in (former, newer):
            if rule is not None:
                yield _selected(rule, since or rule.valid_from)


def _counting(stage: Stage, rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return the rules of the stage, without what moves no term."""
    return {rule.key: replace(rule, source="", confirmed=True) for rule in rules if rule.stage is stage}


def _selected(rule: Rule, since: date | None) -> Predicate:
    named = ((field, getattr(rule, field)) for field in SELECTORS)
    parts: list[Predicate] = [Is(field, Op.EQ, wanted) for field, wanted in named if wanted is not None]
    return All((*parts, *([_begun(Op.GE, since)] if since else [])))


def _begun(op: Op, on: date) -> Predicate:
    """Return «the term may have begun on such a day»: with the receipt or with the registration."""
    return Any((Is("received_on", op, day_number(on)), Is("registered_on", op, day_number(on))))


def _by_calendar(stage: Stage, old: Law, new: Calendar) -> Iterator[Predicate]:
    counting = [rule for rule in old.rules if rule.stage is stage]
    hours = tuple(rule.key for rule in counting if rule.unit is Unit.WORKING_HOUR)
    days = tuple(rule.key for rule in counting if rule.unit is Unit.WORKING_DAY
                 or (rule.unit is Unit.CALENDAR_DAY and rule.roll is not Roll.NONE))
    known = _days_of(old.calendar) | _days_of(new)
    moved = [on for on in known if old.calendar.is_working(on) != new.is_working(on)]
    if days and moved:
        yield _passing(stage, days, moved, old.calendar)
    if hours and (old.calendar.hours, old.calendar.short_by) != (new.hours, new.short_by):
        yield Is(STORED[stage][1], Op.IN, hours)
    elif hours and (other := [on for on in known if old.calendar.spans(on) != new.spans(on)]):
        yield _passing(stage, hours, other, old.calendar)


def _days_of(calendar: Calendar) -> set[date]:
    """Return the days that the calendar sets apart: all others are as their weekday is."""
    return {*calendar.non_working, *calendar.working, *calendar.short}


def _passing(stage: Stage, keys: tuple[str, ...], days: Sequence[date], old: Calendar) -> Predicate:
    """Return «counted by one of the rules, and its days may hold one of these»; a term that rolled back ends before it.

    A term that stands still has no end: nobody can say what it passes.
    """
    end, source = STORED[stage]
    since = day_number(old.previous_working_day(min(days)))
    ends = Any((Is(f"{end}_on", Op.NULL), Is(f"{end}_on", Op.GE, since)))
    return All((Is(source, Op.IN, keys), ends, _begun(Op.LE, max(days))))
