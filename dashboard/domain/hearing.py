"""From what a source says now to the events that it means, by comparison with what we knew.

A file that shows only current columns has no history in it: what differs from the known state happened,
on its own date if the file gives one, else at the export's moment and then marked `undated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dashboard.domain.appeals import CLOSED_STATUSES, Record, State, Status, Value
from dashboard.domain.events import MOMENT_KINDS, REPLACES, UNDATED, Event, EventKind
from dashboard.domain.fields import MOMENTS
from dashboard.domain.moments import Moment

KIND_OF_FACT: Mapping[str, str] = {"department": EventKind.ASSIGNED, "status": EventKind.STATUS}
DATED_BY_EVENTS = frozenset(MOMENT_KINDS)
WITH_CLOSING = ("status", "outcome")
FOLDED = frozenset({"due_source", "marks"})


def hear(record: Record, known: State | None, observed: Moment, told_at: datetime) -> list[Event]:
    """Return the events that a record adds to `known` (the source's own facts, without people's corrections).

    Args:
        record: what the source says; it must carry `received` when `known` is None.
        known: the state as the source last told it, or None for a new question.
        observed: the moment of the export, which undated changes take.
        told_at: the instant at which we were told.
    """
    if known is None:
        return _first(record, observed, told_at)
    return _changes(record, known, observed, told_at)


def _first(record: Record, observed: Moment, told_at: datetime) -> list[Event]:
    facts = record.facts
    received = facts.get("received")
    assert isinstance(received, Moment), "a mapping rejects rows without a date of receipt"
    closing = closing_of(facts, observed)
    start = {k: v for k, v in facts.items() if k not in DATED_BY_EVENTS and v is not None}
    if closing is not None:
        start["status"] = Status.IN_WORK.value
        start.pop("outcome", None)
    events = [Event(EventKind.RECEIVED, received, told_at, start)]
    for field in ("registered", "first_response", "returned", "rated"):
        happened = facts.get(field)
        if isinstance(happened, Moment):
            events.append(Event(MOMENT_KINDS[field], happened, told_at))
    return events if closing is None else [*events, _closed(facts, closing, told_at)]


def closing_of(facts: State, observed: Moment) -> tuple[Moment, bool] | None:
    """Return (when it was closed, whether the date is the source's own), or None for an open question."""
    closed = facts.get("closed")
    if isinstance(closed, Moment):
        return closed, True
    return (observed, False) if facts.get("status") in CLOSED_STATUSES else None


def _closed(facts: State, closing: tuple[Moment, bool], told_at: datetime, *more: str) -> Event:
    happened, dated = closing
    said = {k: facts.get(k) for k in WITH_CLOSING if facts.get(k) is not None}
    if said.get("status") not in CLOSED_STATUSES:
        said["status"] = Status.CLOSED.value
    marks = more if dated else (UNDATED, *more)
    return Event(EventKind.CLOSED, happened, told_at, said, marks=marks)


def _changes(record: Record, known: State, observed: Moment, told_at: datetime) -> list[Event]:
    facts = record.facts
    events = _moment_changes(facts, known, told_at) + _closing_changes(facts, known, observed, told_at)
    closed_now = any(e.kind in (EventKind.CLOSED, EventKind.REOPENED) for e in events)
    told_closed = closing_of(facts, observed) is not None
    by_kind: dict[str, dict[str, Value]] = {}
    for field, value in facts.items():
        skip = field in WITH_CLOSING and closed_now or field == "status" and told_closed
        if field in DATED_BY_EVENTS or field in FOLDED or skip or known.get(field) == value:
            continue
        by_kind.setdefault(_kind_of(field, known, value), {})[field] = value
    events += [Event(kind, observed, told_at, said, marks=(UNDATED,)) for kind, said in by_kind.items()]
    return events


def _kind_of(field: str, known: State, value: Value) -> str:
    if field == "due":
        former = known.get("due")
        later = isinstance(value, Moment) and isinstance(former, Moment) and value.later_than(former)
        return EventKind.EXTENDED if later else EventKind.CORRECTED
    return KIND_OF_FACT.get(field, EventKind.CORRECTED)


def _moment_changes(facts: State, known: State, told_at: datetime) -> list[Event]:
    events: list[Event] = []
    for field in ("received", "registered", "first_response", "returned", "rated"):
        told, knew = facts.get(field), known.get(field)
        if isinstance(told, Moment) and told != knew:
            marks = (REPLACES,) if knew is not None and field != "returned" else ()
            events.append(Event(MOMENT_KINDS[field], told, told_at, marks=marks))
    return events


def _closing_changes(facts: State, known: State, observed: Moment, told_at: datetime) -> list[Event]:
    """Return a closing, a corrected closing or a re-opening, if the record tells one."""
    knew = known.get("closed")
    closing = closing_of(facts, observed)
    if closing is None:
        says_open = "closed" in facts or facts.get("status") is not None
        if isinstance(knew, Moment) and says_open:
            said = {"status": facts.get("status")} if facts.get("status") else {}
            return [Event(EventKind.REOPENED, observed, told_at, said, marks=(UNDATED,))]
        return []
    happened, dated = closing
    if knew is None:
        return [_closed(facts, closing, told_at)]
    if dated and happened != knew:
        return [_closed(facts, closing, told_at, REPLACES)]
    return []


def moments_of(state: State) -> dict[str, Moment]:
    """Return the known moments of a state by field."""
    return {k: v for k, v in state.items() if k in MOMENTS and isinstance(v, Moment)}
