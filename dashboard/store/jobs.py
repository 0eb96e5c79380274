"""Long work, shown with its progress in the terminal and on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import JOBS
from dashboard.store.writing import Numbers

SILENT = timedelta(minutes=10)
"""A job that has not moved for so long has lost its process: living ones move every second or so."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work: `state` is running, done, failed or interrupted; `result` says how it ended."""

    id: int
    kind: str
    title: str
    actor: str
    done: int
    total: int
    state: str
    result: str | None
    started_at: datetime
    updated_at: datetime


def start(connection: Connection, what: tuple[str, str, str], total: int, now: datetime, numbers: Numbers) -> int:
    """Return the number of a new running job of (kind, title, actor)."""
    kind, title, actor = what
    number = numbers.next("jobs")
    connection.execute(insert(JOBS).values(id=number, kind=kind, title=title, actor=actor, done=0, total=total,
                                           state="running", result=None, started_at=now, updated_at=now))
    return number


def progress(connection: Connection, job: int, done: int, now: datetime, total: int | None = None) -> None:
    """Note how much is done, and of how much if that is known only now."""
    known = {} if total is None else {"total": total}
    connection.execute(update(JOBS).where(JOBS.c.id == job).values(done=done, updated_at=now, **known))


def end(connection: Connection, job: int, state: str, result: str, now: datetime) -> None:
    """Close the job."""
    connection.execute(update(JOBS).where(JOBS.c.id == job).values(state=state, result=result, updated_at=now))


def interrupt(connection: Connection, what: tuple[str, str], now: datetime) -> None:
    """Close jobs whose process was killed: those of the same (kind, title), and all that are silent for long."""
    j = JOBS.c
    lost = ((j.kind == what[0]) & (j.title == what[1])) | (j.updated_at < now - SILENT)
    connection.execute(update(JOBS).where(j.state == "running", lost).values(state="interrupted", updated_at=now))


def recent(connection: Connection, limit: int = 20) -> list[Job]:
    """Return the newest jobs."""
    rows = connection.execute(select(JOBS).order_by(JOBS.c.id.desc()).limit(limit)).mappings()
    return [Job(**row) for row in rows]


def last(connection: Connection, kind: str) -> Job | None:
    """Return the newest job of a kind that has ended, or None."""
    j = JOBS.c
    ended = select(JOBS).where(j.kind == kind, j.state.in_(("done", "failed"))).order_by(j.id.desc()).limit(1)
    row = connection.execute(ended).mappings().first()
    return None if row is None else Job(**row)


def place(connection: Connection, job: int) -> tuple[int, int]:
    """Return how much of a job is done, and of how much; nothing of nothing when there is no such job."""
    row = connection.execute(select(JOBS.c.done, JOBS.c.total).where(JOBS.c.id == job)).first()
    return (0, 0) if row is None else (row.done, row.total)
