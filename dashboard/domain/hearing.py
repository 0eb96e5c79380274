"""From what a source says now to the events that it means, by comparison with what we knew.

A file that shows only current columns has no history in it: what differs from the known state happened,
on its own date if the file gives one, else at the export's moment and then marked `undated`.
After the events of a record are folded in, the same record means no event: nothing doubles.
"""

from __future__ import annotations

from datetime import datetime

from dashboard.domain.appeals import CLOSED_STATUSES, UNCOUNTED_STATUSES, Record, State, Status, Value
from dashboard.domain.events import MOMENT_KINDS, REPLACES, UNDATED, Event, EventKind
from dashboard.domain.fold import CLOSED, ENDED_STATUSES, RECEIVED, REOPENED, changes
from dashboard.domain.moments import Moment

KIND_OF_FACT = {"department": EventKind.ASSIGNED, "status": EventKind.STATUS, "deferred_to": EventKind.DEFERRED}
DATED_BY_EVENTS, FOLDED = frozenset(MOMENT_KINDS), frozenset({"due_source", "respond", "respond_source", "marks"})
NOT_AT_RECEIPT = DATED_BY_EVENTS | FOLDED | {"rating", "deferred_to"}
"""What the receipt itself cannot tell: it has an event of its own, or is computed."""
EXPORT = "export"
"""`due_source` of a term that the source itself gave."""


def hear(record: Record, known: State | None, observed: Moment, told_at: datetime, actor: str = "") -> list[Event]:
    """Return the events that a record adds to `known` (the source's own facts, without people's corrections).

    Args:
        record: what the source says; it must carry `received` when `known` is None.
        known: the state as the source last told it, or None for a new question.
        observed: the moment of the export, which undated changes take.
        told_at: the instant at which we were told.
        actor: who tells it.
    """
    hearing = Hearing(record.facts, known, observed, (told_at, actor))
    hearing.receipt()
    hearing.moments()
    hearing.closing()
    hearing.rating()
    if known is not None or "returned" in hearing.expected or record.facts.get("deferred_to"):
        hearing.rest()
    return hearing.events


def closing_of(facts: State, observed: Moment) -> tuple[Moment, bool] | None:
    """Return (when it was closed, whether the date is the source's own), or None for an open question."""
    closed, status = facts.get("closed"), facts.get("status")
    if isinstance(closed, Moment):
        returned = facts.get("returned")
        open_again = (isinstance(returned, Moment) and returned.later_than(closed)
                      and status is not None and status not in ENDED_STATUSES)
        return None if open_again else (closed, True)
    return (observed, False) if status in CLOSED_STATUSES else None


class Hearing:
    """One record against what is known: `events` so far, and the state that is `expected` after them."""

    __slots__ = ("actor", "closes", "events", "expected", "facts", "known", "observed", "told_at")

    def __init__(self, facts: State, known: State | None, observed: Moment, told: tuple[datetime, str]) -> None:
        self.facts, self.known, self.observed, (self.told_at, self.actor) = facts, known, observed, told
        self.closes = closing_of(facts, observed)
        self.expected: dict[str, Value] = dict(known) if known else {}
        self.events: list[Event] = []

    def _say(self, kind: str, happened: Moment, said: State, *marks: str) -> None:
        event = Event(kind, happened, self.told_at, said, 0, self.actor, marks)
        self.events.append(event)
        self.expected.update(changes(self.expected, event))

    def _move(self, field: str, happened: Moment) -> None:
        """Give the event that set a moment another date; all else that was told with it stays.

        Of several responses the first counts by itself; one that the source corrects is said outright.
        """
        said: State = {field: happened} if field == "first_response" else {}
        self.events.append(Event(MOMENT_KINDS[field], happened, self.told_at, said, 0, self.actor, (REPLACES,)))
        self.expected[field] = happened

    def receipt(self) -> None:
        """A question begins, or its date of receipt is put right."""
        received = self.facts.get("received")
        if self.known is None:
            assert isinstance(received, Moment), "a mapping rejects rows without a date of receipt"
            self._begin(received)
        elif isinstance(received, Moment) and received != self.known.get("received"):
            self._move("received", received)

    def _begin(self, received: Moment) -> None:
        start = {k: v for k, v in self.facts.items() if v is not None and k not in NOT_AT_RECEIPT}
        if self.closes is not None:
            start["status"] = Status.IN_WORK.value
            start.pop("outcome", None)
        self.events.append(Event(RECEIVED, received, self.told_at, start, 0, self.actor))
        self.expected = {**start, "received": received, "due_source": EXPORT}

    def moments(self) -> None:
        """Registration and first response get, change or lose their dates; a return is one more event."""
        for field in ("registered", "first_response"):
            if field not in self.facts:
                continue
            told, knew = self.facts[field], self.expected.get(field)
            if isinstance(told, Moment) and knew is None:
                self._say(MOMENT_KINDS[field], told, {})
            elif isinstance(told, Moment) and told != knew:
                self._move(field, told)
            elif told is None and knew is not None:
                self._withdraw(field)
        returned = self.facts.get("returned")
        if isinstance(returned, Moment) and returned != self.expected.get("returned"):
            self._reopen(returned)

    def _withdraw(self, *fields: str) -> None:
        self._say(EventKind.CORRECTED, self.observed, dict.fromkeys(fields), UNDATED)

    def _reopen(self, happened: Moment, *marks: str) -> None:
        said = {k: self.facts[k] for k in ("status", "returned") if self.facts.get(k) is not None}
        if self.closes is not None:
            said.pop("status", None)
        self._say(REOPENED, happened, said, *marks)

    def closing(self) -> None:
        """A closing, a corrected date of closing, or a re-opening."""
        knew = self.expected.get("closed")
        if self.closes is None:
            if knew is not None and self._says_open():
                self._reopen(self.observed, UNDATED)
            return
        happened, dated = self.closes
        if knew is None or any(event.kind == REOPENED for event in self.events):
            said = {k: self.facts[k] for k in ("status", "outcome") if self.facts.get(k) is not None}
            if said.get("status") not in ENDED_STATUSES:
                said["status"] = Status.CLOSED.value
            self._say(CLOSED, happened, said, *(() if dated else (UNDATED,)))
        elif dated and happened != knew:
            self._move("closed", happened)

    def _says_open(self) -> bool:
        """Whether the record denies the closing; a duplicate or spam says nothing about it."""
        status = self.facts.get("status")
        return status not in UNCOUNTED_STATUSES and (status is not None or "closed" in self.facts)

    def rating(self) -> None:
        """A rating, another rating, a corrected date of it, or its withdrawal."""
        facts, expected = self.facts, self.expected
        rated, rating = facts.get("rated"), facts.get("rating")
        same = rating is None or rating == expected.get("rating")
        said: State = {} if rating is None else {"rating": rating}
        if isinstance(rated, Moment):
            if expected.get("rated") is None or (rated != expected["rated"] and not same):
                self._say(EventKind.RATED, rated, said)
            elif rated != expected["rated"]:
                self._move("rated", rated)
        elif not same:
            self._say(EventKind.RATED, self.observed, said, UNDATED)
        elif "rated" in facts and rating is None and expected.get("rated") is not None:
            self._withdraw("rated")

    def rest(self) -> None:
        """All other facts that differ happened at the export's moment, as far as we can know."""
        by_kind: dict[str, dict[str, Value]] = {}
        expected = self.expected
        for field, value in self.facts.items():
            if field in DATED_BY_EVENTS or field in FOLDED or field == "status":
                continue
            knew = expected.get(field)
            if field == "due" and expected.get("due_source") != EXPORT:
                knew = None
            if value != knew:
                by_kind.setdefault(_kind_of(field, knew, value), {})[field] = value
        status = self._status()
        if status != expected.get("status"):
            by_kind.setdefault(EventKind.STATUS, {})["status"] = status
        for kind, said in by_kind.items():
            self._say(kind, self._seen(kind), said, UNDATED)

    def _seen(self, kind: str) -> Moment:
        """Return when an undated change took effect: a status follows the closing or re-opening that it belongs to."""
        seen = self.observed
        for field in ("closed", "returned") if kind == EventKind.STATUS else ():
            turn = self.expected.get(field)
            if isinstance(turn, Moment) and turn.later_than(seen):
                seen = turn
        return seen

    def _status(self) -> Value:
        """Return the status that the record means; an unknown word is no news, a vanished question is back."""
        told, knew = self.facts.get("status"), self.expected.get("status")
        status = told or (None if knew == Status.VANISHED else knew)
        if self.expected.get("closed") is None or status in ENDED_STATUSES:
            return status
        return Status.CLOSED.value


def _kind_of(field: str, knew: Value, value: Value) -> str:
    if field == "due" and isinstance(value, Moment) and isinstance(knew, Moment) and value.later_than(knew):
        return EventKind.EXTENDED
    return KIND_OF_FACT.get(field, EventKind.CORRECTED)
