"""States are the fold of events: what was true from when, as far as we had been told.

The rule: at a moment v a field has the value of the event that was *told last* among those that took effect
by v. So a closing told late is not hidden by the statuses that were observed meanwhile, and what a source
said last is always the state that holds now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import CLOSED_STATUSES, State, Status, Value
from dashboard.domain.events import MOMENT_KINDS, PINNING, REPLACES, UNDATED, Event, EventKind
from dashboard.domain.moments import Moment

DueOf = Callable[[State, Sequence[Event]], State]
"""(state, its events so far by the time they took effect) → the ends of its terms that are known and where they come
from: `due` and `due_source` (`export` or a rule's key) of the answer, `respond` and `respond_source` of the first
response. The state carries under `due` what the source or a person said last, never a computed term."""
RECEIVED, CLOSED, REOPENED = EventKind.RECEIVED.value, EventKind.CLOSED.value, EventKind.REOPENED.value
VANISHED, UNDONE = EventKind.VANISHED.value, EventKind.UNDONE.value
IS_CLOSED, IS_RETURNED = Status.CLOSED.value, Status.RETURNED.value
"""Members of an enumeration are looked up by a call in Python 3.11: dear, in what every event goes through."""
MOMENT_OF_KIND: dict[str, str] = (
    {kind: field for field, kind in MOMENT_KINDS.items()} | {EventKind.INTERIM: "first_response"})
ENDED_STATUSES: frozenset[str] = CLOSED_STATUSES | {Status.SPAM.value, Status.DUPLICATE.value}
"""Statuses that a closed question may have; a closed duplicate stays a duplicate."""


class Slice(NamedTuple):
    """A state and the instant from which it held; it holds until the next slice begins. Unknown fields are absent."""

    valid_from: datetime
    state: State


class Span:
    """A slice in the making, and the fields that a person has corrected or promised in it."""

    __slots__ = ("pinned", "since", "state")

    def __init__(self, since: datetime, state: dict[str, Value], pinned: frozenset[str]) -> None:
        self.since, self.state, self.pinned = since, state, pinned

    def tell(self, event: Event) -> None:
        """Take the event in; fields that a person corrected stay as the person said."""
        said = changes(self.state, event)
        if event.kind in PINNING and event.by_person:
            self.pinned |= event.facts.keys()
        elif self.pinned:
            said = {field: value for field, value in said.items() if field not in self.pinned}
        self.state.update(said)


def fold(events: Iterable[Event], due_of: DueOf, zone: ZoneInfo) -> list[Slice]:
    """Return the slices of one question's life in order; empty when nothing that counts was told.

    Events of one `told_at` count as told in the order given. Events that claim to precede the receipt take
    effect with it: a case closed before it was opened is closed from its first instant, its own dates
    untouched and marked `closed_before_received`.
    """
    told = effective(events)
    born = None
    for event in told:
        if event.kind == RECEIVED:
            born = event.happened.starts_at(zone)
    if born is None:
        return []
    placed = [(_since(event, born, zone), event) for event in told]
    return _slices(_spans(placed, born), placed, due_of)


def _since(event: Event, born: datetime, zone: ZoneInfo) -> datetime:
    """Return when the event takes effect: what was told of the receipt holds from the first instant."""
    if event.kind == RECEIVED:
        return born
    since = event.happened.starts_at(zone)
    return since if since > born else born


def _spans(placed: Sequence[tuple[datetime, Event]], born: datetime) -> list[Span]:
    spans = [Span(born, {}, frozenset())]
    for since, event in placed:
        for span in spans[_cut(spans, since):]:
            span.tell(event)
    return spans


def _cut(spans: list[Span], since: datetime) -> int:
    """Return the index of the span that begins at `since`, made from the one before it if there was none."""
    index = len(spans)
    if since <= spans[-1].since:
        index = bisect_left(spans, since, key=attrgetter("since"))
    if index == len(spans) or spans[index].since != since:
        former = spans[index - 1]
        spans.insert(index, Span(since, dict(former.state), former.pinned))
    return index


def _slices(spans: Sequence[Span], placed: list[tuple[datetime, Event]], due_of: DueOf) -> list[Slice]:
    placed.sort(key=lambda pair: pair[0])
    slices: list[Slice] = []
    events = [event for _, event in placed]
    taken = 0
    for span in spans:
        while taken < len(placed) and placed[taken][0] <= span.since:
            taken += 1
        state = span.state
        state.update(due_of(state, events[:taken]))
        if None in state.values():
            state = {field: value for field, value in state.items() if value is not None}
        if not slices or slices[-1].state != state:
            slices.append(Slice(span.since, state))
    return slices


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the events that still speak, in the order of telling.

    Batches taken back are silent, and an event that `replaces` the former one of its kind moves it to its own
    moment: what was told with the former one stays told.
    """
    told = sorted(events, key=attrgetter("told_at"))
    undone = {event.undoes for event in told if event.kind == UNDONE}
    spoken: list[Event] = []
    for event in told:
        if event.kind == UNDONE or event.batch in undone:
            continue
        former = _former(spoken, event.kind) if REPLACES in event.marks else None
        if former is None:
            spoken.append(event)
        else:
            spoken[former] = spoken[former]._replace(
                happened=event.happened, facts={**spoken[former].facts, **event.facts}, marks=event.marks)
    return spoken


def _former(spoken: Sequence[Event], kind: str) -> int | None:
    return next((index for index in range(len(spoken) - 1, -1, -1) if spoken[index].kind == kind), None)


def changes(state: State, event: Event) -> dict[str, Value]:
    """Return what the event says and what its kind means by itself: its moment, its status, its marks."""
    found = dict(event.facts)
    field = MOMENT_OF_KIND.get(event.kind)
    if field is not None and field not in found:
        found[field] = _first(state, event) if field == "first_response" else event.happened
    if event.kind == CLOSED:
        if found.get("status") not in ENDED_STATUSES:
            found["status"] = IS_CLOSED
    elif event.kind == REOPENED:
        found["closed"] = found["outcome"] = None
        found["status"] = event.facts.get("status") or IS_RETURNED
    elif event.kind == VANISHED:
        found["status"] = Status.VANISHED.value
    elif found.get("status") == IS_RETURNED and state.get("status") not in (None, IS_RETURNED):
        found.setdefault("returned", event.happened)
    doubts = _doubts(state, event)
    if doubts or state.get("marks"):
        found["marks"] = _marks(state, event, doubts)
    return found


def _first(state: State, event: Event) -> Moment:
    """Return the earlier of the response known and this one."""
    known = state.get("first_response")
    return known if isinstance(known, Moment) and not known.later_than(event.happened) else event.happened


def _doubts(state: State, event: Event) -> list[str]:
    """Return what is doubtful about the date of the event, `closed_undated` for one."""
    doubts = [f"{event.kind}_undated"] if UNDATED in event.marks else []
    if event.kind == CLOSED:
        received = state.get("received")
        if isinstance(received, Moment) and received.later_than(event.happened):
            doubts.append("closed_before_received")
    return doubts


def _marks(state: State, event: Event, doubts: Sequence[str]) -> str | None:
    """Return the comma-separated doubts about all dates so far; a new event settles those about its kind."""
    before = state.get("marks")
    former = before.split(",") if isinstance(before, str) else []
    return ",".join(sorted({*doubts, *(m for m in former if not m.startswith(event.kind))})) or None
