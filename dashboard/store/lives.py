"""A question in the hands of the store: its events, its live rectangles, and what must be written of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import State, Status
from dashboard.domain.applicants import Mask
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import DueOf, Slice, fold
from dashboard.domain.rectangles import Rectangle, retell

CURRENT = 0
"""Stands for the row in `questions` where a rectangle of `questions_history` has its number."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What telling needs besides records: terms, the town's zone, how private texts are masked, what is a repeat.

    Attributes:
        mask: covers personal data in a text.
        repeat_days: within how many days the same applicant's same topic is a repeat.
        law: versions of rules and calendar by which `due_of` counts; None where nobody asks.
    """

    due_of: DueOf
    zone: ZoneInfo
    mask: Mask
    repeat_days: int
    law: tuple[int, int] | None = None

    def slices(self, events: Sequence[Event]) -> list[Slice]:
        """Return the slices of a question's life."""
        return fold(events, self.due_of, self.zone)


@dataclass(slots=True)
class Life:
    """One question while a transaction works on it.

    Attributes:
        live: rectangles with open knowledge and where each is stored (number in history, CURRENT, None: nowhere).
        fresh: events to append.
        ended: (number in history, instant) of stored rectangles whose knowledge ended.
        past: rectangles to append to history.
    """

    id: int
    appeal_id: int
    external_id: str
    question: str
    said_hash: str | None = None
    events: list[Event] = field(default_factory=list)
    live: list[tuple[Rectangle, int | None]] = field(default_factory=list)
    fresh: list[Event] = field(default_factory=list)
    ended: list[tuple[int, datetime]] = field(default_factory=list)
    past: list[Rectangle] = field(default_factory=list)
    touched: bool = False

    @property
    def current(self) -> Rectangle:
        """Return the rectangle that holds now."""
        return next(r for r, _ in self.live if r.valid_to is None)

    def tell(self, events: Sequence[Event], teller: Teller) -> None:
        """Add events told at one instant and let the rectangles follow."""
        self.events += events
        self.fresh += events
        self.touched = True
        told_at = events[-1].told_at
        self._follow(teller.slices(self.events) or self._taken_back(told_at), told_at)

    def recount(self, teller: Teller, told_at: datetime) -> None:
        """Let the rectangles follow other terms: nothing was told, and what is taken back stays so."""
        slices = teller.slices(self.events)
        if slices and self._follow(slices, told_at):
            self.touched = True

    def _follow(self, slices: Sequence[Slice], told_at: datetime) -> bool:
        """Return whether anything differs from what was known."""
        change = retell([r for r, _ in self.live], slices, told_at)
        for rectangle, place in list(self.live):
            if any(r.valid_from == rectangle.valid_from and r.known_from == rectangle.known_from
                   for r in change.ended):
                self._end(rectangle, place, told_at)
        self.live += [(r, None) for r in change.begun]
        return bool(change.ended or change.begun)

    def _end(self, rectangle: Rectangle, place: int | None, told_at: datetime) -> None:
        self.live.remove((rectangle, place))
        until = max(told_at, rectangle.known_from)
        if place:
            self.ended.append((place, until))
        elif place == CURRENT or until > rectangle.known_from:
            self.past.append(rectangle._replace(known_to=until))

    def _taken_back(self, told_at: datetime) -> list[Slice]:
        """Return the state of a question of which nothing is left: it stays, vanished, and counts nowhere."""
        last = self.current.state if self.live else {}
        return [Slice(told_at, {**last, "status": Status.VANISHED.value})]


def known_by_source(teller: Teller, told_at: datetime, events: Sequence[Event]) -> State | None:
    """Return what the source had told by then, without people's corrections; None if nothing that counts."""
    told = [e for e in events if e.told_at <= told_at and not e.by_person]
    slices = teller.slices(told) if told else []
    return slices[-1].state if slices else None


def taken_back(batch: int, told_at: datetime, actor: str, at: Event) -> Event:
    """Return the event that takes back everything a batch said about a question."""
    return Event(EventKind.UNDONE, at.happened, told_at, {}, 0, actor, (), batch)
