"""What happened to a question: the append-only truth of which every state is a fold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dashboard.domain.appeals import Value
from dashboard.domain.moments import Moment


class EventKind(StrEnum):
    """Kinds of events, in the order in which they follow each other within one moment."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    STATUS = "status"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    INTERIM = "interim"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    CLOSED = "closed"
    REOPENED = "reopened"
    RATED = "rated"
    CORRECTED = "corrected"
    VANISHED = "vanished"
    UNDONE = "undone"


RANK: dict[str, int] = {kind: rank for rank, kind in enumerate(EventKind)}
MOMENT_KINDS: dict[str, str] = {
    "received": EventKind.RECEIVED,
    "registered": EventKind.REGISTERED,
    "first_response": EventKind.ANSWERED,
    "closed": EventKind.CLOSED,
    "rated": EventKind.RATED,
    "returned": EventKind.REOPENED,
}
"""moment field → the event that sets it."""
UNDATED = "undated"
REPLACES = "replaces"
PINNING = frozenset({EventKind.CORRECTED.value, EventKind.DEFERRED.value})
"""What a person says by these, no import overwrites: a correction, and the day that was promised to a citizen."""
BY_HAND = ("person:", "room:")


class Event(NamedTuple):
    """One thing that happened to one question.

    Attributes:
        kind: an EventKind.
        happened: when; the export's own moment if the source gave no date (then marked `undated`).
        told_at: when we were told, aware UTC.
        facts: field key → value that this event sets.
        batch: number of the batch that brought it, 0 for acts of people.
        actor: who told us: `source:<key>`, `cli:<user>`, `person:<login>`, `room:<what it found>`.
        marks: `undated`, or `replaces` (this event corrects the former one of its kind).
        undoes: number of the batch which this event takes back (kind `undone` only).
    """

    kind: str
    happened: Moment
    told_at: datetime
    facts: Mapping[str, Value] = {}
    batch: int = 0
    actor: str = ""
    marks: tuple[str, ...] = ()
    undoes: int = 0

    @property
    def by_person(self) -> bool:
        """Whether a person said so, or the room found it: then no import may overwrite the fields it sets."""
        return self.kind in PINNING and self.actor.startswith(BY_HAND)
