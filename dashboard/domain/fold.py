"""States are the fold of events: what was true from when, as far as we had been told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import CLOSED_STATUSES, State, Status, Value
from dashboard.domain.events import MOMENT_KINDS, RANK, REPLACES, UNDATED, Event, EventKind
from dashboard.domain.moments import Moment

DueOf = Callable[[State, Sequence[Event]], tuple[Moment | None, str | None]]
"""(state, its events so far) → (due, where it comes from): `export`, a rule's key, or None."""
MOMENT_OF_KIND = {kind: field for field, kind in MOMENT_KINDS.items()} | {EventKind.INTERIM: "first_response"}
NOT_OF_A_RECORD = frozenset({EventKind.UNDONE})


class Slice(NamedTuple):
    """A state and the instant from which it held; it holds until the next slice begins."""

    valid_from: datetime
    state: State


def fold(events: Iterable[Event], due_of: DueOf, zone: ZoneInfo) -> list[Slice]:
    """Return the slices of one question's life in order; empty when nothing that counts was told.

    Events that claim to precede the receipt take effect with it: a case closed before it was opened is
    closed from its first instant, its own dates untouched and marked `closed_before_received`.
    """
    ordered = sorted(effective(events), key=lambda e: _place(e, zone))
    if not any(e.kind == EventKind.RECEIVED for e in ordered):
        return []
    born = next(e for e in ordered if e.kind == EventKind.RECEIVED).happened.starts_at(zone)
    ordered.sort(key=lambda e: max(_place(e, zone)[0], born))
    return _slices(ordered, born, due_of, zone)


def _slices(ordered: Sequence[Event], born: datetime, due_of: DueOf, zone: ZoneInfo) -> list[Slice]:
    slices: list[Slice] = []
    state: dict[str, Value] = {}
    pinned: set[str] = set()
    for index, event in enumerate(ordered):
        state = _apply(state, event, pinned)
        since = max(event.happened.starts_at(zone), born)
        if index + 1 < len(ordered) and max(ordered[index + 1].happened.starts_at(zone), born) == since:
            continue
        state["due"], state["due_source"] = due_of(state, ordered[: index + 1])
        if slices and slices[-1].state == state:
            continue
        slices.append(Slice(since, state))
    return slices


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the events that still speak: without batches taken back and without what was corrected since."""
    told = sorted(events, key=lambda e: e.told_at)
    spoken: list[Event] = []
    for event in told:
        if event.kind == EventKind.UNDONE:
            spoken = [e for e in spoken if e.batch != event.undoes]
            continue
        if REPLACES in event.marks:
            _forget_last(spoken, event.kind)
        spoken.append(event)
    return spoken


def _forget_last(spoken: list[Event], kind: str) -> None:
    for index in range(len(spoken) - 1, -1, -1):
        if spoken[index].kind == kind:
            received = spoken.pop(index)
            if kind == EventKind.RECEIVED:
                kept = received._replace(kind=EventKind.STATUS, marks=("initial",))
                spoken.insert(index, kept)
            return


def _place(event: Event, zone: ZoneInfo) -> tuple[datetime, int, datetime]:
    return event.happened.starts_at(zone), RANK[event.kind], event.told_at


def _apply(state: dict[str, Value], event: Event, pinned: set[str]) -> dict[str, Value]:
    """Return the state after the event; fields that a person corrected (`pinned`) stay as the person said."""
    after = dict(state)
    changes = {**event.facts, **_consequences(state, event)}
    after.update({k: v for k, v in changes.items() if event.by_person or k not in pinned})
    if event.by_person:
        pinned.update(event.facts)
    return after


def _consequences(state: State, event: Event) -> dict[str, Value]:
    """Return what the kind of the event itself means: its moment, its status, its marks."""
    found: dict[str, Value] = {}
    field = MOMENT_OF_KIND.get(event.kind)
    if field == "first_response":
        if state.get(field) is None or REPLACES in event.marks:
            found[field] = event.happened
    elif field is not None:
        found[field] = event.happened
    if event.kind == EventKind.CLOSED and event.facts.get("status") not in CLOSED_STATUSES:
        found["status"] = Status.CLOSED.value
    if event.kind == EventKind.REOPENED:
        found.update(_reopened(event))
    if event.kind == EventKind.VANISHED:
        found["status"] = Status.VANISHED.value
    marks = _marks(state, event)
    if marks:
        found["marks"] = marks
    return found


def _reopened(event: Event) -> dict[str, Value]:
    return {"closed": None, "outcome": None, "status": event.facts.get("status") or Status.RETURNED.value}


def _marks(state: State, event: Event) -> str:
    """Return the comma-separated doubts about the dates, `closed_undated` for one."""
    marks = {m for m in str(state.get("marks") or "").split(",") if m}
    if UNDATED in event.marks:
        marks.add(f"{event.kind}_undated")
    received = state.get("received")
    if event.kind == EventKind.CLOSED and isinstance(received, Moment) and received.later_than(event.happened):
        marks.add("closed_before_received")
    return ",".join(sorted(marks))
