"""Pauses of a term: from when to when its count stands still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import Status
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment
from dashboard.domain.rules import PAUSED


class Pause(NamedTuple):
    """The count stands still from `since` until `until`, or until further notice when that is None."""

    since: Moment
    until: Moment | None

    def holds_on(self, on: date) -> bool:
        """Return whether the day is lost to the count: the first day of a pause is, the day it ends is not."""
        return self.since.on <= on and (self.until is None or on < self.until.on)


def pauses_of(events: Iterable[Event], pausable: frozenset[str]) -> tuple[Pause, ...]:
    """Return the pauses in the order in which they began.

    The time from a closing to a re-opening is one where the rule lists `closed`; a question that stays closed waits
    for nothing, its closing ends every pause.

    Args:
        events: in the order in which they happened.
        pausable: statuses that stop the count, and `paused` for explicit pauses.
    """
    found: list[Pause] = []
    asked = waiting = False
    began: Moment | None = None
    ended: Moment | None = None
    for event in events:
        ended = _ended(event, ended)
        asked = _asked(event, asked)
        waiting = _waiting(event, waiting, pausable)
        stands = (asked and PAUSED in pausable) or waiting
        if stands and began is None:
            began = event.happened
        elif not stands and began is not None:
            found.append(Pause(began, event.happened))
            began = None
    if began is not None and (ended is None or ended.later_than(began)):
        found.append(Pause(began, ended))
    return tuple(found)


def _ended(event: Event, before: Moment | None) -> Moment | None:
    """Return when the question was closed for the last time, None while it is open."""
    if event.kind == EventKind.CLOSED:
        return event.happened
    return None if event.kind == EventKind.REOPENED else before


def _asked(event: Event, before: bool) -> bool:
    """Return whether somebody has paused the term; a closing ends every pause."""
    if event.kind == EventKind.PAUSED:
        return True
    return before and event.kind not in (EventKind.RESUMED, EventKind.CLOSED)


def _waiting(event: Event, before: bool, pausable: frozenset[str]) -> bool:
    """Return whether the status is one that stops the count."""
    if event.kind == EventKind.CLOSED:
        return Status.CLOSED in pausable
    if event.kind == EventKind.REOPENED:
        return (event.facts.get("status") or Status.RETURNED) in pausable
    return event.facts["status"] in pausable if "status" in event.facts else before


def spans_of(pauses: Sequence[Pause], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the pauses that have ended as instants in UTC, for terms in hours."""
    for since, until in pauses:
        if until is not None:
            yield since.starts_at(zone), until.starts_at(zone)
