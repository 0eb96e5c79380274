"""One transaction of an import: gather what is known, decide by the domain, apply."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from dashboard.domain.appeals import Record
from dashboard.domain.fields import columns
from dashboard.domain.moments import micros, moment_at
from dashboard.domain.rectangles import Rectangle
from dashboard.domain.telling import Telling, news
from dashboard.store.lives import CURRENT, Life, Teller, known_by_source
from dashboard.store.rows import EVENT_COLUMNS, event_of, event_row, flat, said_hash, state_of
from dashboard.store.tables import EVENTS, HISTORY, QUESTIONS
from dashboard.store.writing import Numbers, write

FACTS = tuple(name for name, _ in columns())
IDENTITY = ("source", "external_id", "question", "appeal_id")
CURRENT_COLUMNS = ("id", *IDENTITY, *FACTS, "valid_from", "known_from", "said_hash", "seq")
HISTORY_COLUMNS = ("id", "question_id", *IDENTITY, *FACTS, "valid_from", "valid_to", "known_from", "known_to", "seq")
PORTION = 900


class Saving:
    """The work of one transaction on the questions of one source."""

    def __init__(self, connection: Connection, source: str, teller: Teller, numbers: Numbers) -> None:
        self._connection = connection
        self._source = source
        self._teller = teller
        self._numbers = numbers
        self._lives: dict[tuple[str, str], Life] = {}
        self._appeals: dict[str, int] = {}

    def take(self, records: Sequence[Record], batch: int, observed_at: datetime, actor: str) -> Counter[str]:
        """Tell the records and return how many questions were added, changed and unchanged."""
        self._gather(records)
        counts: Counter[str] = Counter()
        for record in records:
            counts[self._hear(record, batch, record.observed_at or observed_at, actor)] += 1
        self._apply()
        return counts

    def news(self, record: Record) -> bool:
        """Return whether the record says anything that it did not say before."""
        return self._lives[record.external_id, record.question].touched

    def id_of(self, record: Record) -> int:
        """Return the number of the record's question."""
        return self._lives[record.external_id, record.question].id

    def _gather(self, records: Sequence[Record]) -> None:
        for life in find(self._connection, self._source, {r.external_id for r in records}):
            self._lives[life.external_id, life.question] = life
            self._appeals[life.external_id] = life.appeal_id
        told = defaultdict(list)
        for record in records:
            told[record.external_id, record.question].append(record)
        stirred = [life for key, life in self._lives.items()
                   if any(said_hash(r) != life.said_hash for r in told.get(key, ()))]
        remember(self._connection, stirred)

    def _hear(self, record: Record, batch: int, told_at: datetime, actor: str) -> str:
        key = (record.external_id, record.question)
        said = said_hash(record)
        life = self._lives.get(key)
        if life is None:
            life = self._lives[key] = self._born(record)
        elif life.said_hash == said:
            return "unchanged"
        life.said_hash, life.touched = said, True
        known_by = partial(known_by_source, self._teller, told_at)
        known = known_by(life.events)
        if known is None and record.facts.get("received") is None:
            return "unchanged"
        telling = Telling(record, moment_at(told_at, self._teller.zone), told_at)
        events = news(telling, known, life.events, known_by)
        if not events:
            return "unchanged"
        life.tell([e._replace(batch=batch, actor=actor) for e in events], self._teller)
        return "added" if known is None else "changed"

    def _born(self, record: Record) -> Life:
        appeal = self._appeals.get(record.external_id)
        if appeal is None:
            appeal = self._appeals[record.external_id] = self._numbers.next("appeals")
        return Life(self._numbers.next("questions"), appeal, record.external_id, record.question)

    def _apply(self) -> None:
        put(self._connection, self._source, self._lives.values(), self._numbers)


def find(connection: Connection, source: str, external_ids: Iterable[str]) -> list[Life]:
    """Return the known questions of a source among these appeals, without their events."""
    q = QUESTIONS.c
    lives: list[Life] = []
    wanted = sorted(external_ids)
    for start in range(0, len(wanted), PORTION):
        statement = select(q.id, q.appeal_id, q.external_id, q.question, q.said_hash).where(
            q.source == source, q.external_id.in_(wanted[start:start + PORTION]))
        lives += [Life(row.id, row.appeal_id, row.external_id, row.question, row.said_hash)
                  for row in connection.execute(statement)]
    return lives


def lives(connection: Connection, ids: Iterable[int]) -> list[tuple[str, Life]]:
    """Return (source, question without its events) for stored numbers."""
    q = QUESTIONS.c
    statement = select(q.source, q.id, q.appeal_id, q.external_id, q.question, q.said_hash).where(q.id.in_(list(ids)))
    return [(row.source, Life(row.id, row.appeal_id, row.external_id, row.question, row.said_hash))
            for row in connection.execute(statement)]


def lives_with(connection: Connection, ids: Sequence[int]) -> list[tuple[str, Life, int]]:
    """Return (source, question without its events, the change by which it was last written), by stored number."""
    q = QUESTIONS.c
    found = []
    for start in range(0, len(ids), PORTION):
        statement = select(q.source, q.id, q.appeal_id, q.external_id, q.question, q.said_hash, q.seq)
        rows = connection.execute(statement.where(q.id.in_(ids[start:start + PORTION])).order_by(q.id))
        found += [(source, Life(*told), seq) for source, *told, seq in rows]
    return found


def remember(connection: Connection, lives: Sequence[Life]) -> None:
    """Fill in the events and live rectangles of stored questions."""
    by_id = {life.id: life for life in lives}
    ids = sorted(by_id)
    for start in range(0, len(ids), PORTION):
        part = ids[start:start + PORTION]
        for row in _rows(connection, select(EVENTS).where(EVENTS.c.question_id.in_(part)).order_by(EVENTS.c.id)):
            by_id[row["question_id"]].events.append(event_of(row))
        for row in _rows(connection, select(QUESTIONS).where(QUESTIONS.c.id.in_(part))):
            by_id[row["id"]].live.append((_rectangle(row, None), CURRENT))
        past = select(HISTORY).where(HISTORY.c.question_id.in_(part), HISTORY.c.known_to.is_(None))
        for row in _rows(connection, past):
            by_id[row["question_id"]].live.append((_rectangle(row, row["valid_to"]), row["id"]))


def _rows(connection: Connection, statement: Any) -> Iterable[Any]:
    return connection.execute(statement).mappings().all()


def _rectangle(row: Mapping[str, Any], valid_to: datetime | None) -> Rectangle:
    return Rectangle(state_of(row), row["valid_from"], valid_to, row["known_from"], None)


def put(connection: Connection, source: str, lives: Iterable[Life], numbers: Numbers) -> None:
    """Write what has become of these questions."""
    touched = [life for life in lives if life.touched and life.live]
    events, past, current, ended = [], [], [], []
    for life in touched:
        identity = (source, life.external_id, life.question, life.appeal_id)
        events += [event_row(numbers.next("events"), life.id, e) for e in life.fresh]
        past += [_history_row(life, identity, rectangle, numbers) for rectangle in life.past]
        for rectangle, place in life.live:
            if rectangle.valid_to is not None and place is None:
                past.append(_history_row(life, identity, rectangle, numbers))
        now = life.current
        current.append((life.id, *identity, *flat(now.state), micros(now.valid_from), micros(now.known_from),
                        life.said_hash, numbers.seq))
        ended += [{"row": place, "until": until, "now": numbers.seq} for place, until in life.ended]
    write(connection, EVENTS, EVENT_COLUMNS, events)
    write(connection, HISTORY, HISTORY_COLUMNS, past)
    write(connection, QUESTIONS, CURRENT_COLUMNS, current, replace=("id",))
    if ended:
        close = update(HISTORY).where(HISTORY.c.id == bindparam("row"))
        connection.execute(close.values(known_to=bindparam("until"), seq=bindparam("now")), ended)


def _history_row(life: Life, identity: tuple[Any, ...], r: Rectangle, numbers: Numbers) -> tuple[Any, ...]:
    until = None if r.valid_to is None else micros(r.valid_to)
    known_to = None if r.known_to is None else micros(r.known_to)
    return (numbers.next("questions_history"), life.id, *identity, *flat(r.state), micros(r.valid_from), until,
            micros(r.known_from), known_to, numbers.seq)
