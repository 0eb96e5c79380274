"""Destruction of what has been kept long enough: texts, marks, cells of rejected rows, keys; and its protocol.

No question is deleted and no fact is touched: every number stays what it was. Of a destroyed text an empty row is left,
which says that there was one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, update

from dashboard.domain.appeals import UNCOUNTED_STATUSES
from dashboard.domain.moments import day_number
from dashboard.domain.retention import Destruction, Keeping, Line, Term, Way
from dashboard.store.store import Store
from dashboard.store.tables import APPLICANTS, BATCHES, DESTRUCTIONS, QUESTIONS, REJECTS, VAULT

NOTHING = b""
ALIVE = func.length(VAULT.c.sealed) > 0


class Order(NamedTuple):
    """By which terms, by whom, at which instant and civil day, and how many sealed files go with it."""

    keeping: Keeping
    actor: str
    now: datetime
    today: date
    files: int = 0


def planned(store: Store, order: Order) -> Destruction:
    """Return what would be destroyed now; nothing is."""
    with store.reading() as connection:
        return _planned(connection, order, store.vault.years())


def destroy(store: Store, order: Order) -> Destruction:
    """Destroy what has been kept long enough, with its protocol in the same transaction, and then the keys.

    Killed before the keys are gone, the next call ends it: a key of former years that seals nothing is destroyed.
    The files that the order counts are removed by the caller.
    """
    with store.writing() as (connection, numbers):
        found = _planned(connection, order, store.vault.years())
        if found.empty:
            return found
        _empty(connection, order)
        found = replace(found, number=numbers.next("destructions"))
        connection.execute(insert(DESTRUCTIONS).values(id=found.number, told_at=found.told_at, actor=found.actor,
                                                       body=orjson.dumps(asdict(found)).decode()))
    for year in found.keys:
        store.vault.destroy(year)
    _forget_pages(store)
    return found


def protocols(connection: Connection) -> list[Destruction]:
    """Return all protocols, the newest first."""
    rows = connection.execute(select(DESTRUCTIONS.c.body).order_by(DESTRUCTIONS.c.id.desc()))
    return [_read(body) for body in rows.scalars()]


def _read(body: str) -> Destruction:
    told: dict[str, Any] = orjson.loads(body)
    lines = tuple(Line(**{**line, "way": Way(line["way"])}) for line in told["lines"])
    return Destruction(**{**told, "told_at": datetime.fromisoformat(told["told_at"]), "lines": lines,
                          "terms": tuple(Term(**term) for term in told["terms"]), "keys": tuple(told["keys"])})


def _planned(connection: Connection, order: Order, years: Iterable[int]) -> Destruction:
    over = _over(connection, order)
    keys = _useless(connection, over, order, years)
    lines = tuple(Line(year, channel, n, order.keeping.term_of(channel).key, Way.KEY if year in keys else Way.ROWS)
                  for year, channel, n in _texts(connection, over))
    used = {line.term for line in lines}
    return Destruction(0, order.now, order.actor, tuple(t for t in order.keeping.terms if t.key in used), lines,
                       _count(connection, APPLICANTS, _of(APPLICANTS.c.question_id, over)),
                       _count(connection, REJECTS, _old_cells(order)), order.files, keys)


def _over(connection: Connection, order: Order) -> ColumnElement[bool]:
    """Return the predicate on questions whose term is over; what counts nowhere ended when it came."""
    q = QUESTIONS.c
    ended = func.coalesce(q.closed_on, case((q.status.in_(sorted(UNCOUNTED_STATUSES)), q.received_on)))
    channels = connection.execute(select(q.channel).distinct()).scalars().all()
    last = {c: day_number(order.keeping.term_of(c).last_ended(order.today)) for c in channels}
    return or_(False, *(and_(q.channel.is_not_distinct_from(c), ended <= day) for c, day in last.items()))


def _texts(connection: Connection, over: ColumnElement[bool]) -> list[tuple[int, str | None, int]]:
    v, q = VAULT.c, QUESTIONS.c
    statement = select(v.year, q.channel, func.count()).join(QUESTIONS, q.id == v.question_id).where(ALIVE, over)
    rows = connection.execute(statement.group_by(v.year, q.channel)).fetchall()
    return sorted(((year, channel, n) for year, channel, n in rows), key=lambda row: (row[0], row[1] or ""))


def _useless(connection: Connection, over: ColumnElement[bool], order: Order, years: Iterable[int]) -> tuple[int, ...]:
    """Return the years whose key will seal nothing: no text and no mark is kept, cells and files are younger."""
    v, a = VAULT.c, APPLICANTS.c
    texts = select(v.year).where(ALIVE, ~_of(v.question_id, over)).distinct()
    marks = select(a.year).where(~_of(a.question_id, over)).distinct()
    needed = {*connection.execute(texts).scalars(), *connection.execute(marks).scalars()}
    days = max(order.keeping.raw_days, order.keeping.rejected_days)
    return tuple(y for y in years if y < (order.now - timedelta(days=days)).year and y not in needed)


def _of(column: ColumnElement[int], over: ColumnElement[bool]) -> ColumnElement[bool]:
    return column.in_(select(QUESTIONS.c.id).where(over))


def _old_cells(order: Order) -> ColumnElement[bool]:
    limit = order.now - timedelta(days=order.keeping.rejected_days)
    old = select(BATCHES.c.id).where(BATCHES.c.started_at < limit)
    return and_(func.length(REJECTS.c.cells) > 0, REJECTS.c.batch.in_(old))


def _count(connection: Connection, table: Any, where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(where)).scalar_one())


def _empty(connection: Connection, order: Order) -> None:
    """Empty texts and cells and delete marks; SQLite overwrites what stood there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    over = _over(connection, order)
    connection.execute(update(VAULT).where(ALIVE, _of(VAULT.c.question_id, over)).values(sealed=NOTHING))
    connection.execute(delete(APPLICANTS).where(_of(APPLICANTS.c.question_id, over)))
    connection.execute(update(REJECTS).where(_old_cells(order)).values(cells=NOTHING))


def _forget_pages(store: Store) -> None:
    """Let SQLite's journal forget the former pages as well; beside readers it does so at its next turn."""
    if store.engine.dialect.name == "sqlite":
        with store.reading() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            connection.rollback()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
