"""The town goes on: what its sources tell between two instants, from the questions as they stand.

A pure function of the seed, the instants and the questions given. The day has a schedule: arrivals (at most
three usual days' worth), closings, ratings and a return; between them every ten seconds one open question moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from dashboard.domain.appeals import CLOSED_STATUSES, UNCOUNTED_STATUSES, Key, Outcome, Record, State, Status, Value
from dashboard.domain.moments import Moment, day_start, moment_at
from datasources.demo.arrivals import arrive, wish
from datasources.demo.habits import Town, Way, pick
from datasources.demo.history import Told
from datasources.demo.lives import Life
from datasources.demo.voices import citizens

BEAT = timedelta(seconds=10)
BEATS_OF_HOUR = 360
SEEN = timedelta(minutes=10)
"""How far back small movements are told after a pause; arrivals and closings are never skipped."""
INFLOW = 2.3
"""Arrivals a day, in usual days' worth: the demonstration is livelier than the town, by less than three times."""
FEW, MANY = 25, 60
"""Below so many open questions nothing is closed, above so many more is."""
SERIAL_FROM = 10_000
RECENT = timedelta(days=14)
"""How long ago a question may have been closed to be rated or returned: give these with the open ones."""
Move = dict[str, Value]


class Case(NamedTuple):
    """A question as it stands: its key, and of its state what decides what may happen next."""

    key: Key
    topic: str | None
    status: str | None
    department: str | None
    outcome: str | None
    received: Moment
    answered: bool
    due: Moment | None
    closed: Moment | None
    rating: int | None

    @property
    def open(self) -> bool:
        """Whether it can still move."""
        return self.closed is None and self.status not in UNCOUNTED_STATUSES


def case_of(key: Key, state: State) -> Case:
    """Return the summary of a question's state; the state must know when it was received."""
    received, due, closed, rating = (state.get(field) for field in ("received", "due", "closed", "rating"))
    if not isinstance(received, Moment):
        raise ValueError(f"{key} was never received")
    words = (_word(state.get(field)) for field in ("topic", "status", "department", "outcome"))
    return Case(key, *words, received, state.get("first_response") is not None, due if isinstance(due, Moment) else None,
                closed if isinstance(closed, Moment) else None, rating if isinstance(rating, int) else None)


def _word(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def schedule(seed: int, town: Town, on: date) -> Mapping[int, str]:
    """Return beat of the civil day → what happens in it: arrival, closing, relief, rating or returning."""
    rng = Random(f"{seed}:schedule:{on}")
    arrivals = int(INFLOW * town.inflow["per_day"])
    plan = {"arrival": arrivals, "closing": arrivals + 1, "relief": arrivals, "rating": arrivals // 2, "returning": 1}
    beats: dict[int, str] = {}
    for what, times in plan.items():
        for _ in range(times):
            beats.setdefault(pick(rng, town.inflow["hours"]) * BEATS_OF_HOUR + rng.randrange(BEATS_OF_HOUR), what)
    return beats


def live(seed: int, after: datetime, now: datetime, cases: Iterable[Case], town: Town) -> Iterator[Told]:
    """Yield what is told in (after, now], in order.

    Args:
        seed: the seed of the demonstration.
        after: aware instant up to which everything was told before.
        now: aware instant; nothing later is told.
        cases: the open questions, and those closed within RECENT, as they stand at `after`.
        town: the demonstration town.
    """
    desk = Desk(town, {case.key: case for case in cases if case.key.source in town.ways})
    on, last = town.day_of(after), town.day_of(now)
    while on <= last:
        yield from _day(seed, on, (after, now), desk)
        on += timedelta(days=1)


def _day(seed: int, on: date, span: tuple[datetime, datetime], desk: Desk) -> Iterator[Told]:
    after, now = span
    start, planned = day_start(on, desk.town.zone), schedule(seed, desk.town, on)
    first = max(0, (after - start) // BEAT)
    end = min((now - start) // BEAT + 1, timedelta(days=1) // BEAT)
    seen = (now - SEEN - start) // BEAT
    small = range(max(first, seen), end)
    for beat in sorted({*(b for b in planned if first <= b < end), *small}):
        rng = Random(f"{seed}:{on}:{beat}")
        at = start + beat * BEAT + timedelta(seconds=rng.randrange(10))
        if after < at <= now:
            what = planned.get(beat, "moving")
            yield from _arrive(rng, seed, at, beat, desk) if what == "arrival" else desk.happen(what, rng, at)


def _arrive(rng: Random, seed: int, at: datetime, beat: int, desk: Desk) -> Iterator[Told]:
    town = desk.town
    wished = wish(rng, seed, town, town.day_of(at))
    for came in arrive(rng, town, citizens(seed, town), at, SERIAL_FROM + beat, wished):
        begun = Life(rng, town, came)
        begun.receive()
        yield desk.take(came.way.key, begun.records[0])


class Desk:
    """The questions as they change while the feed is told."""

    def __init__(self, town: Town, cases: dict[Key, Case]) -> None:
        self.town, self.cases = town, cases

    def take(self, source: str, record: Record) -> Told:
        """Put a new question on the desk and return what is told of it."""
        key = Key(source, record.external_id, record.question)
        self.cases[key] = case_of(key, record.facts)
        return Told(source, record)

    def happen(self, what: str, rng: Random, at: datetime) -> Iterator[Told]:
        """Yield the one thing of this sort that happens now, or nothing if nothing can."""
        choose = {"moving": self.moving, "closing": partial(self.closing, above=FEW),
                  "relief": partial(self.closing, above=MANY), "rating": self.rating, "returning": self.returning}
        found = choose[what](rng, at)
        if found is not None:
            case, facts = found
            self.cases[case.key] = _after(case, facts)
            yield Told(case.key.source, Record(case.key.external_id, facts, {}, case.key.question, at))

    def moving(self, rng: Random, at: datetime) -> tuple[Case, Move] | None:
        """An open question takes one step: to a department, to the head for approval, back into work."""
        case = self._one(rng, (c for c in self.cases.values() if c.open and c.status != Status.DEFERRED))
        if case is None:
            return None
        if case.status in (None, Status.NEW, Status.ROUTING):
            return case, {"status": Status.IN_WORK.value, "department": self._department(rng, case)}
        if case.status != Status.IN_WORK:
            return case, {"status": Status.IN_WORK.value}
        if not case.answered and rng.random() < 0.2:  # noqa: PLR2004 — now and then a first word to the author
            return case, {"first_response": self._stamp(case, at)}
        return case, {"status": Status.APPROVAL.value}

    def closing(self, rng: Random, at: datetime, above: int) -> tuple[Case, Move] | None:
        """A question is closed, mostly the one whose term is nearest; nothing when the desk is emptier than `above`."""
        working = [c for c in self.cases.values() if c.open and c.status in (Status.IN_WORK, Status.APPROVAL)]
        if sum(case.open for case in self.cases.values()) <= above or not working:
            return None
        now = moment_at(at, self.town.zone)
        timely = sorted((c.due.starts_at(self.town.zone), c.key) for c in working if c.due and not now.later_than(c.due))
        nearest = timely and rng.random() < 0.85  # noqa: PLR2004 — the rest is closed in no order
        case = self.cases[timely[0][1]] if nearest else self._one(rng, working)
        assert case is not None
        outcome = str(pick(rng, {k: v for k, v in self.town.manners["outcomes"].items() if k != Outcome.DEFERRED}))
        status = Status.FORWARDED if outcome == Outcome.FORWARDED else Status.CLOSED
        facts: Move = {"closed": self._stamp(case, at), "status": status.value, "outcome": outcome}
        return case, facts if case.answered else {**facts, "first_response": self._stamp(case, at)}

    def rating(self, rng: Random, at: datetime) -> tuple[Case, Move] | None:
        """An author rates an answer."""
        case = self._one(rng, (c for c in self.cases.values()
                               if c.closed and c.rating is None and rng.random() < self._way(c).rated))
        if case is None:
            return None
        weights = self.town.manners["ratings"].get(case.outcome, self.town.manners["ratings"]["explained"])
        return case, {"rated": self._stamp(case, at), "rating": rng.choices((1, 2, 3, 4, 5), weights)[0]}

    def returning(self, rng: Random, at: datetime) -> tuple[Case, Move] | None:
        """A closed question is opened again, with a new term of the source's own."""
        case = self._one(rng, (c for c in self.cases.values() if c.status in CLOSED_STATUSES and self._way(c).due == "hours"))
        if case is None:
            return None
        due = moment_at(at + timedelta(hours=self._way(case).longer), self.town.zone)
        return case, {"returned": self._stamp(case, at), "status": Status.RETURNED.value, "due": due}

    def _one(self, rng: Random, cases: Iterable[Case]) -> Case | None:
        found = sorted(cases, key=lambda case: case.key)
        return rng.choice(found) if found else None

    def _way(self, case: Case) -> Way:
        return self.town.ways[case.key.source]

    def _stamp(self, case: Case, at: datetime) -> Moment:
        return Moment(self.town.day_of(at)) if self._way(case).dated else moment_at(at, self.town.zone)

    def _department(self, rng: Random, case: Case) -> str:
        topic = self.town.topics.get(case.topic or "")
        return pick(rng, topic.to if topic else self.town.manners["front"])


def _after(case: Case, facts: Move) -> Case:
    reopened = {"closed": None, "outcome": None} if "returned" in facts else {}
    told = {**facts, **reopened}
    known = {field: value for field, value in told.items() if field in Case._fields}
    return case._replace(**known, answered=case.answered or "first_response" in facts)  # type: ignore[arg-type]
