"""Stored terms follow changed rules: in portions that survive a kill, old terms staying as what was known.

Whoever recounts reads and counts outside the lock, and writes only if nobody else has come further meanwhile, so
several processes may do it at once. Whoever writes by rules that were changed meanwhile leaves a mark (`edition.mark`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, update

from dashboard.domain.predicates import Predicate, holds
from dashboard.domain.reach import COLUMNS
from dashboard.store import jobs
from dashboard.store.edition import NOTHING, Edition, Standing, edition, standing
from dashboard.store.lives import Life, Teller
from dashboard.store.saving import lives_with, put, remember
from dashboard.store.store import Store
from dashboard.store.tables import HISTORY, JOBS, QUESTIONS, RECOMPUTING
from dashboard.store.writing import Numbers

KIND = "recompute"
PORTION = 1_000
"""Questions counted anew in one transaction at most: a writer waits for less than a second."""
LOOKED = 20_000
"""Questions looked at in one step at most, where few of them are to be counted anew."""
Moved = tuple[str, Life, int]
"""(source, question, the change by which it was last written)."""


class Step(NamedTuple):
    """What one step found: the last question looked at, how many were looked at, and those whose terms moved."""

    last: int
    looked: int
    moved: Sequence[Moved]


def begin(store: Store, law: Edition, by: tuple[str, datetime]) -> Standing | None:
    """Begin a pass, or go on with one that was broken off; None when other rules than `law` hold meanwhile.

    A pass that newer rules overtook leaves terms of both kinds: after it nobody can say what they were counted by.
    """
    with store.writing(quiet=True) as (connection, numbers):
        found = standing(connection)
        if edition(connection) != law:
            return None
        if found.to != law:
            marks = [mark for mark in (found.stale, found.sweep) if mark is not None]
            base = found.counted if found.to == NOTHING else NOTHING
            total = connection.execute(select(func.count()).select_from(QUESTIONS)).scalar_one()
            job = jobs.start(connection, (KIND, "", by[0]), total, by[1], numbers) if total else 0
            if found.job:
                jobs.end(connection, found.job, "interrupted", "", by[1])
            found = Standing(*base, *law, 0, job, None, min(marks, default=None))
            connection.execute(update(RECOMPUTING).values(**found._asdict()))
        connection.execute(update(JOBS).where(JOBS.c.id == found.job).values(state="running", updated_at=by[1]))
        return found


def look(store: Store, at: Standing, reached: Predicate, teller: Teller, now: datetime) -> Step:
    """Return the next step of a pass, counted but not written; the last step looks at nothing."""
    looked, last = 0, at.resume_id
    wanted: list[int] = []
    with store.reading() as connection:
        while not wanted and looked < LOOKED and (rows := _rows(connection, last)):
            looked, last = looked + len(rows), rows[-1]["id"]
            wanted = _wanted(connection, rows, at, reached)
        told = lives_with(connection, wanted)
        remember(connection, [life for _, life, _ in told])
    for _, life, _ in told:
        life.recount(teller, now)
    return Step(last, looked, [one for one in told if one[1].touched])


def _rows(connection: Connection, last: int) -> Sequence[Mapping[str, Any]]:
    q = QUESTIONS.c
    columns = [q.id, q.seq, *(q[name] for name in COLUMNS)]
    statement = select(*columns).where(q.id > last).order_by(q.id).limit(PORTION)
    return [row._asdict() for row in connection.execute(statement)]


def _wanted(connection: Connection, rows: Sequence[Mapping[str, Any]], at: Standing, reached: Predicate) -> list[int]:
    """Return the questions that are to be counted anew, in order: any state of theirs that stands may be reached."""
    h = HISTORY.c
    former = select(h.question_id, *(h[name] for name in COLUMNS)).where(
        h.question_id.between(rows[0]["id"], rows[-1]["id"]), h.known_to.is_(None))
    past = {row["question_id"] for row in connection.execute(former).mappings() if holds(reached, dict(row), {})}
    floor = math.inf if at.sweep is None else at.sweep
    return [row["id"] for row in rows if row["seq"] >= floor or row["id"] in past or holds(reached, row, {})]


def write(store: Store, at: Standing, step: Step, teller: Teller, now: datetime) -> bool:
    """Write a step; return whether the pass is over: at its end, overtaken by newer rules, or gone on by others."""
    with store.writing(quiet=not step.moved) as (connection, numbers):
        found = standing(connection)
        if (found.to, found.resume_id) != (at.to, at.resume_id) or edition(connection) != teller.law:
            return True
        _put(connection, step.moved, (teller, now), numbers)
        if step.looked:
            connection.execute(update(RECOMPUTING).values(resume_id=step.last))
            _progress(connection, at.job, step.looked, now)
            return False
        connection.execute(update(JOBS).where(JOBS.c.id == at.job).values(total=JOBS.c.done))
        jobs.end(connection, at.job, "done", "", now)
        over = {"rules": at.to_rules, "calendar": at.to_calendar, "to_rules": 0, "to_calendar": 0, "resume_id": 0,
                "job": 0, "sweep": None}
        connection.execute(update(RECOMPUTING).values(**over))
        return True


def _progress(connection: Connection, job: int, looked: int, now: datetime) -> None:
    j = JOBS.c
    connection.execute(update(JOBS).where(j.id == job).values(done=j.done + looked, updated_at=now))


def _put(connection: Connection, moved: Sequence[Moved], by: tuple[Teller, datetime], numbers: Numbers) -> None:
    """Write the questions; what somebody has told of meanwhile is counted anew, and what it said is not forgotten."""
    by_source: dict[str, list[Life]] = defaultdict(list)
    fresh = {life.id: (source, life, seq) for source, life, seq in
             lives_with(connection, [life.id for _, life, _ in moved])}
    stirred = [fresh[life.id] for _, life, seq in moved if fresh[life.id][2] != seq]
    remember(connection, [life for _, life, _ in stirred])
    for _, life, _ in stirred:
        life.recount(*by)
    changed = {life.id for _, life, _ in stirred}
    for source, life, _ in [*(one for one in moved if one[1].id not in changed), *stirred]:
        life.said_hash = fresh[life.id][1].said_hash
        by_source[source].append(life)
    for source, told in by_source.items():
        put(connection, source, told, numbers)
