"""The engine against a naive count of days and quarters of an hour, which shares no code and no calendar with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.deadlines import Terms, deadline_of
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import fold
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rules import Roll, Rule, Start, Unit
from dashboard.holidays_ru import shipped_calendar

ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = shipped_calendar()
TOLD = datetime(2027, 1, 1, tzinfo=UTC)
EXAMPLES = 1000 if os.environ.get("ROOM_EXAMPLES") == "fuzz" else 200
CHANGED = date(2025, 12, 15)
QUARTER = timedelta(minutes=15)
OFF = {(2025, 1): (1, 2, 3, 6, 7, 8), (2025, 5): (1, 2, 8, 9), (2025, 6): (12, 13), (2025, 11): (3, 4),
       (2025, 12): (31,), (2026, 1): (1, 2, 5, 6, 7, 8, 9), (2026, 2): (23,), (2026, 3): (9,), (2026, 5): (1, 11),
       (2026, 6): (12,), (2026, 11): (4,), (2026, 12): (31,)}
"""Days off on weekdays, copied by hand from the decrees on transfers for 2025 and 2026."""
SHORT = {(2025, 3, 7), (2025, 4, 30), (2025, 6, 11), (2025, 11, 1), (2026, 4, 30), (2026, 5, 8), (2026, 6, 11),
         (2026, 11, 3)}
SATURDAY_WORKED = date(2025, 11, 1)


def works(on: date) -> bool:
    if on == SATURDAY_WORKED:
        return True
    return on.weekday() < 5 and on.day not in OFF.get((on.year, on.month), ())


def open_at(at: datetime) -> bool:
    """Whether the office works in the quarter that begins at this wall clock."""
    on = at.date()
    ends = 17 if on.weekday() == 4 else 18
    ends -= (on.year, on.month, on.day) in SHORT
    return works(on) and (9 <= at.hour < 13 or 14 <= at.hour < ends)


def wall(moment: Moment) -> datetime:
    """The wall clock at which a moment begins."""
    return datetime.combine(moment.on, time()) if moment.at is None else moment.at.astimezone(ZONE).replace(tzinfo=None)


def standing(events: Sequence[Event], until: datetime) -> bool:
    """Whether the clock stands after everything that began by then, told as a story from the beginning."""
    paused = deferred = closed = False
    for number, event in enumerate(events):
        if wall(event.happened) > until:
            break
        if event.kind == EventKind.CLOSED:
            paused = deferred = False
            closed = any(later.kind == EventKind.REOPENED for later in events[number:])
        elif event.kind == EventKind.REOPENED:
            closed = False
        elif event.kind in (EventKind.PAUSED, EventKind.RESUMED):
            paused = event.kind == EventKind.PAUSED
        elif event.kind == EventKind.STATUS:
            deferred = event.facts["status"] == "deferred"
    return paused or deferred or closed


def counted_by_hand(events: Sequence[Event], rules: Sequence[Rule]) -> Moment | None:
    """The end of the term by the rule of its first day; None while it stands still for ever."""
    told = {event.kind: event.happened for event in events}
    rule = rules[0]
    since = told.get(EventKind.REGISTERED, told[EventKind.RECEIVED]) if rule.start is Start.REGISTRATION else told[
        EventKind.RECEIVED]
    rule = rules[0] if since.on <= CHANGED else rules[1]
    amount = rule.amount + (rule.extension if EventKind.EXTENDED in told else 0)
    if rule.unit in (Unit.CALENDAR_DAY, Unit.WORKING_DAY):
        return _days(events, rule, since.on, amount)
    return _quarters(events, rule, since, amount if rule.unit is Unit.MINUTE else amount * 60)


def _days(events: Sequence[Event], rule: Rule, since: date, amount: int) -> Moment | None:
    day = since - timedelta(days=1) if rule.start is Start.EVENT else since
    while amount:
        day += timedelta(days=1)
        if not standing(events, datetime.combine(day, time(23, 59))):
            amount -= rule.unit is Unit.CALENDAR_DAY or works(day)
        elif day > events[-1].happened.on:
            return None
    step = {Roll.NONE: 0, Roll.BEFORE: -1, Roll.AFTER: 1}[rule.roll]
    while step and not works(day):
        day += timedelta(days=step)
    return Moment(day)


def _quarters(events: Sequence[Event], rule: Rule, since: Moment, minutes: int) -> Moment | None:
    at = wall(since)
    if since.at is None or rule.start is Start.NEXT_DAY:
        at = datetime.combine(since.on, time()) + timedelta(days=1)
    while minutes:
        if not standing(events, at):
            minutes -= 15 * (rule.unit is not Unit.WORKING_HOUR or open_at(at))
        elif at > wall(events[-1].happened):
            return None
        at += QUARTER
    return Moment((at - QUARTER).date()) if since.at is None else moment_at(at.replace(tzinfo=ZONE), ZONE)


def _quarter(on: date, number: int | None) -> Moment:
    if number is None:
        return Moment(on)
    return moment_at(datetime.combine(on, time(number // 4, number % 4 * 15), ZONE), ZONE)


MOMENTS = st.builds(_quarter, st.dates(date(2025, 2, 1), date(2026, 6, 1)), st.none() | st.integers(0, 95))
OPEN_KINDS = ("registered", "extended", "paused", "resumed", "deferred", "in_work", "forwarded", "interim", "closed")
STEPS = st.lists(st.tuples(st.sampled_from(OPEN_KINDS), st.integers(0, 9), st.none() | st.integers(0, 95)), max_size=8)
RULES = st.builds(
    lambda amount, unit, start, roll, extension: Rule(
        "old", amount * 15 if unit is Unit.MINUTE else amount, unit, start, roll, "a test", True, extension=extension *
        (15 if unit is Unit.MINUTE else 1), pausable=frozenset({"paused", "deferred", "closed"}), valid_to=CHANGED),
    st.integers(1, 40), st.sampled_from(Unit), st.sampled_from(Start), st.sampled_from(Roll), st.integers(0, 10))


def history(received: Moment, steps: Sequence[tuple[str, int, int | None]]) -> Iterator[Event]:
    """A life in the order in which it happened; while it is closed it can only be re-opened."""
    yield Event(EventKind.RECEIVED, received, TOLD)
    last, closed = received, False
    for kind, days, number in steps:
        happened = _quarter(last.on + timedelta(days=days), number)
        if wall(happened) <= wall(last):
            happened = _quarter(last.on + timedelta(days=days + 1), number)
        last = happened
        told = "reopened" if closed else kind
        closed = told == "closed"
        known = "status" if told in ("deferred", "in_work") else told
        yield Event(EventKind(known), happened, TOLD, {"status": told} if known == "status" else {})


@settings(max_examples=EXAMPLES)
@given(MOMENTS, STEPS, RULES, st.integers(1, 20))
def test_a_random_history_ends_when_a_naive_count_says(received: Moment, steps: list[tuple[str, int, int | None]],
                                                       old: Rule, amount: int) -> None:
    new = replace(old, key="new", valid_to=None, valid_from=CHANGED + timedelta(days=1),
                  amount=amount * 15 if old.unit is Unit.MINUTE else amount)
    events = list(history(received, steps))
    expected = counted_by_hand(events, (old, new))
    found = deadline_of(events, (old, new), CALENDAR, ZONE)
    assert (found.due, found.standing) == (expected, expected is None)
    assert fold(events, Terms((old, new), CALENDAR, ZONE), ZONE)[-1].state.get("due") == expected
    if found.term is not None and expected is not None:
        assert sum(step.amount for step in found.steps) == pytest.approx(found.term.amount)


@settings(max_examples=EXAMPLES)
@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_the_calendar_is_the_one_copied_by_hand(on: date) -> None:
    assert CALENDAR.is_working(on) == works(on)
