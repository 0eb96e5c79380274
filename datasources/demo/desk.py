"""The questions of the demonstration as they stand, and the next thing that may happen to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from dashboard.domain.appeals import CLOSED_STATUSES, UNCOUNTED_STATUSES, Key, Outcome, Record, State, Status, Value
from dashboard.domain.moments import Moment, moment_at
from datasources.demo.habits import Town, Way, pick
from datasources.demo.history import Told

FEW, MANY = 25, 60
"""Up to so many open questions nothing is closed; above so many more is."""
NEEDED = ("topic", "status", "outcome", "received", "first_response", "due", "closed", "rating")
Facts = dict[str, Value]
Step = tuple[Key, Facts] | None
UNROUTED = frozenset({None, Status.NEW.value, Status.ROUTING.value})
WORKED = frozenset({Status.IN_WORK.value, Status.APPROVAL.value})


def is_open(state: State) -> bool:
    """Whether the question can still move."""
    return state.get("closed") is None and state.get("status") not in UNCOUNTED_STATUSES


class Desk:
    """The states of questions by key; they change as things happen."""

    def __init__(self, town: Town, states: dict[Key, Facts]) -> None:
        self.town, self.states = town, states
        self._steps: Mapping[str, Callable[[Random, datetime], Step]] = {
            "moving": self.move, "routing": self.route, "closing": self.close, "relief": self.relieve,
            "rating": self.rate, "returning": self.reopen,
        }

    def take(self, source: str, record: Record) -> Told:
        """Put a new question on the desk and return what is told of it."""
        self.states[Key(source, record.external_id, record.question)] = dict(record.facts)
        return Told(source, record)

    def happen(self, what: str, rng: Random, at: datetime) -> Iterator[Told]:
        """Yield the one thing of this sort that happens now, or nothing if nothing can."""
        step = self._steps[what](rng, at)
        if step is not None:
            key, facts = step
            undone: Facts = {"closed": None, "outcome": None} if "returned" in facts else {}
            self.states[key] |= facts | undone
            yield Told(key.source, Record(key.external_id, facts, {}, key.question, at))

    def move(self, rng: Random, at: datetime) -> Step:
        """An open question takes one step: to a department, to the head for approval, back into work."""
        key = self._one(rng, (k for k, s in self.states.items() if is_open(s) and s.get("status") != Status.DEFERRED))
        if key is None:
            return None
        state = self.states[key]
        if state.get("status") in UNROUTED:
            return key, self._assigned(rng, state)
        if state.get("status") != Status.IN_WORK:
            return key, {"status": Status.IN_WORK.value}
        if state.get("first_response") is None and rng.random() < 0.2:  # noqa: PLR2004 — a first word to the author
            return key, {"first_response": self._stamp(key, at)}
        return key, {"status": Status.APPROVAL.value}

    def route(self, rng: Random, at: datetime) -> Step:
        """A new question is handed to those who answer."""
        key = self._one(rng, (k for k, s in self.states.items() if is_open(s) and s.get("status") in UNROUTED))
        return None if key is None else (key, self._assigned(rng, self.states[key]))

    def relieve(self, rng: Random, at: datetime) -> Step:
        """A question is closed only when there are many."""
        return self.close(rng, at, MANY)

    def close(self, rng: Random, at: datetime, above: int = FEW) -> Step:
        """A question is closed, mostly the one whose term is nearest; none while not more than `above` are open."""
        working = [k for k, s in self.states.items() if is_open(s) and s.get("status") in WORKED]
        if sum(map(is_open, self.states.values())) <= above or not working:
            return None
        timely = self._timely(working, at)
        nearest = timely and rng.random() < 0.85  # noqa: PLR2004 — the rest is closed in no order
        key = timely[0] if nearest else rng.choice(sorted(working))
        outcome = pick(rng, {k: v for k, v in self.town.manners["outcomes"].items() if k != Outcome.DEFERRED})
        status = Status.FORWARDED if outcome == Outcome.FORWARDED else Status.CLOSED
        facts: Facts = {"closed": self._stamp(key, at), "status": status.value, "outcome": str(outcome)}
        if self.states[key].get("first_response") is None:
            facts["first_response"] = facts["closed"]
        return key, facts

    def rate(self, rng: Random, at: datetime) -> Step:
        """An author rates an answer."""
        key = self._one(rng, (k for k, s in sorted(self.states.items()) if s.get("closed") is not None
                              and s.get("rating") is None and rng.random() < self._way(k).rated))
        if key is None:
            return None
        ratings = self.town.manners["ratings"]
        weights = ratings.get(self.states[key].get("outcome"), ratings[Outcome.EXPLAINED])
        return key, {"rated": self._stamp(key, at), "rating": rng.choices((1, 2, 3, 4, 5), weights)[0]}

    def reopen(self, rng: Random, at: datetime) -> Step:
        """A closed question is opened again, with a new term of the source's own."""
        key = self._one(rng, (k for k, s in self.states.items()
                              if s.get("status") in CLOSED_STATUSES and self._way(k).due == "hours"))
        if key is None:
            return None
        due = moment_at(at + timedelta(hours=self._way(key).longer), self.town.zone)
        return key, {"returned": self._stamp(key, at), "status": Status.RETURNED.value, "due": due}

    def _timely(self, keys: Iterable[Key], at: datetime) -> list[Key]:
        """Return the questions whose term has not passed, the nearest first."""
        now, found = moment_at(at, self.town.zone), []
        for key in keys:
            due = self.states[key].get("due")
            if isinstance(due, Moment) and not now.later_than(due):
                found.append((due.starts_at(self.town.zone), key))
        return [key for _, key in sorted(found)]

    def _one(self, rng: Random, keys: Iterable[Key]) -> Key | None:
        found = sorted(keys)
        return rng.choice(found) if found else None

    def _way(self, key: Key) -> Way:
        return self.town.ways[key.source]

    def _stamp(self, key: Key, at: datetime) -> Moment:
        return Moment(self.town.day_of(at)) if self._way(key).dated else moment_at(at, self.town.zone)

    def _assigned(self, rng: Random, state: State) -> Facts:
        topic = self.town.topics.get(str(state.get("topic")))
        department = pick(rng, topic.to if topic else self.town.manners["front"])
        return {"status": Status.IN_WORK.value, "department": str(department)}
