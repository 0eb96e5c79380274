"""Random little towns for tests: lives told export after export, their rectangles in any engine's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from domain.builders import START, ZONE, Teller, at, day, instant
from sqlalchemy import Engine, create_engine, insert

from dashboard.cache.mirror import Mirror
from dashboard.domain.appeals import Outcome, State, Value
from dashboard.domain.asking import Moments
from dashboard.domain.dimension import Dimension
from dashboard.domain.fields import columns
from dashboard.domain.measures import MEASURES
from dashboard.domain.moments import Moment, day_number, micros
from dashboard.domain.predicates import Row, holds
from dashboard.domain.rectangles import Rectangle
from dashboard.domain.scope import Scope, View, where
from dashboard.registry import discover
from dashboard.store.rows import flat
from dashboard.store.tables import FEED, HISTORY, META, QUESTIONS

DIMENSIONS: Mapping[str, Dimension] = discover("dashboard.domain.dimensions", Dimension)
NAMES = [name for name, _ in columns()]
TODAY = 45
NOW = Moments(instant(TODAY, 15), START + timedelta(days=TODAY), ZONE)
LATEST = NOW.at + timedelta(days=9999)
STATUSES = ("new", "in_work", "in_work", "spam", "duplicate", None)
PLACES = ("exact", "house", "street", "default", None)


class Life(NamedTuple):
    """One question: who it is and all its rectangles."""

    id: int
    source: str
    external_id: str
    appeal_id: int
    rectangles: Sequence[Rectangle]

    def at(self, as_of: datetime, known_at: datetime | None) -> Row | None:
        """The row that holds at a moment with the knowledge of another (None: all we know)."""
        for r in self.rectangles:
            valid = r.valid_from <= as_of and (r.valid_to is None or as_of < r.valid_to)
            known = r.known_to is None if known_at is None else (
                r.known_from <= known_at and (r.known_to is None or known_at < r.known_to))
            if valid and known:
                return self.row(r)
        return None

    def row(self, rectangle: Rectangle) -> dict[str, Any]:
        identity = {"source": self.source, "external_id": self.external_id, "question": "1",
                    "appeal_id": self.appeal_id}
        return {**identity, **dict(zip(NAMES, flat(rectangle.state), strict=True))}


def maybe(rng: Random, value: Value, chance: float = 0.8) -> Value:
    return value if rng.random() < chance else None


def moment(rng: Random, number: int) -> Moment:
    """A date, or an instant on it."""
    return at(number, rng.randrange(24), rng.randrange(60)) if rng.random() < 0.6 else day(number)


def life(rng: Random, number: int) -> Life:
    """A question received in the last forty days and told about up to five times, sometimes late."""
    received, teller = rng.randrange(TODAY - 1), Teller()
    facts: dict[str, Value] = {
        "received": moment(rng, received), "status": rng.choice(STATUSES), "due": None,
        "repeated": maybe(rng, True, 0.3),
        "channel": maybe(rng, f"channel {rng.randrange(3)}"), "topic": maybe(rng, f"topic {rng.randrange(4)}"),
        "block": maybe(rng, f"block {rng.randrange(2)}"), "department": maybe(rng, f"Dept {rng.randrange(4)}"),
        "district": maybe(rng, "D"), "street": maybe(rng, rng.choice(("ул. Мира", "Ленина", "a"))),
        "house": maybe(rng, f"{rng.randrange(9)}"), "municipality": "Z", "place": rng.choice(PLACES),
        "lat": maybe(rng, round(69.4 + rng.random() / 100, 6)), "lon": 32.4,
    }
    if rng.random() < 0.8:
        facts["due"] = moment(rng, received + rng.randrange(12))
    teller.tell(at(received, 23, 59), at(min(received + rng.randrange(3), TODAY - 1), 23, 59).at, **facts)
    when = received
    while (when := when + rng.randrange(1, 12)) < TODAY and len(teller.events) < 12:
        last = max([instant(min(when + rng.randrange(3), TODAY), 1), *(e.told_at for e in teller.events)])
        teller.tell(at(when, 1), last, **happening(rng, when))
    respond = {"respond": moment(rng, received + rng.randrange(5)), "respond_source": "first_word"}
    answering = respond if rng.random() < 0.6 else {}
    told_due = [r._replace(state=without_rule(r.state) | answering) for r in teller.rectangles]
    return Life(number, f"source {number % 3}", f"n{number}", number - number % 2, told_due)


def without_rule(state: State) -> dict[str, Value]:
    """The state with the export's own term only: some questions have none."""
    return {**state} if state.get("due_source") == "export" else {**state, "due": None, "due_source": None}


def pressing(number: int, today: int = TODAY) -> Life:
    """A question whose both terms end twenty minutes after NOW, or after that hour of another day."""
    teller = Teller()
    teller.tell(at(today - 1, 9), None, received=at(today - 1, 9), due=at(today, 15, 20), status="in_work",
                topic="topic 1", channel="channel 0")
    near = {"respond": at(today, 15, 20), "respond_source": "first_word"}
    return Life(number, "source 1", f"n{number}", number,
                [r._replace(state={**r.state, **near}) for r in teller.rectangles])


def happening(rng: Random, when: int) -> dict[str, Value]:
    """What a later export says."""
    match rng.randrange(6):
        case 0:
            return {"first_response": moment(rng, when)}
        case 1 | 2:
            return {"closed": moment(rng, when), "status": "closed", "outcome": rng.choice([o.value for o in Outcome])}
        case 3:
            return {"rated": moment(rng, when), "rating": rng.randrange(1, 6)}
        case 4:
            return {"deferred_to": moment(rng, when + rng.randrange(1, 15))}
        case _:
            return {"closed": None, "status": "in_work", "department": f"Dept {rng.randrange(4)}"}


def lives(seed: int, count: int) -> list[Life]:
    rng = Random(seed)
    return [life(rng, number) for number in range(1, count + 1)]


def stored(told: Iterable[Life], seq: int = 1) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of questions and of their history; instants as instants, as the store writes them."""
    current: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    for one in told:
        for place, r in enumerate(one.rectangles):
            row = {**one.row(r), "valid_from": r.valid_from, "known_from": r.known_from, "seq": seq}
            if r.current:
                current.append({**row, "id": one.id, "said_hash": None})
            else:
                past.append({**row, "id": one.id * 100 + place, "question_id": one.id, "valid_to": r.valid_to,
                             "known_to": r.known_to})
    return current, past


def settle(engine: Engine, told: Iterable[Life], seq: int = 1) -> Engine:
    """Fill an engine's tables of truth with these lives."""
    META.create_all(engine)
    current, past = stored(told, seq)
    with engine.begin() as connection:
        for table, rows in ((QUESTIONS, current), (HISTORY, past)):
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(insert(FEED), {"name": "seq", "value": seq})
    return engine


@contextmanager
def mirrored(folder: Path, told: Iterable[Life]) -> Iterator[Mirror]:
    """Yield a loaded mirror of a town that lives in a folder."""
    copy = Mirror(settle(sqlite(folder), told), DIMENSIONS)
    copy.load()
    yield copy
    copy.close()


def sqlite(path: Path) -> Engine:
    return create_engine(f"sqlite:///{path}/truth.db")


def working(amount: int) -> int:
    """The day number of a working day after NOW, in a town that works every day."""
    return day_number(NOW.on) + amount


def numbers(now: Moments = NOW) -> dict[str, int | frozenset[int]]:
    on = day_number(now.on)
    return {"at": micros(now.at), "on": on, "days_1": on + 1, "days_7": on + 7, "working_1": working(1),
            "working_3": working(3), "in_30": micros(now.at + timedelta(minutes=30)),
            "in_120": micros(now.at + timedelta(hours=2)), "likely_late": frozenset()}


def recounted(told: Iterable[Life], measure: str, scope: Scope, view: View) -> list[int]:
    """The ids of a measure's rows, found in plain Python from the rectangles."""
    as_of = view.as_of or view.known_at or NOW.at
    known_at = None if view.live else view.known_at
    judged = Moments(as_of, as_of.astimezone(ZONE).date(), ZONE)
    predicate, found = where(MEASURES[measure], scope, DIMENSIONS), []
    for one in told:
        row = one.at(LATEST if view.live else as_of, known_at)
        if row is not None and holds(predicate, row, numbers(judged)):
            found.append(one.id)
    return found


def month(first: int, last: int) -> Scope:
    """A period of the tests' year by day numbers."""
    return Scope(START + timedelta(days=first), START + timedelta(days=last))


def on(number: int) -> date:
    return START + timedelta(days=number)
