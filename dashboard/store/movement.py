"""What still moves: the newest word, and the questions that are open or were closed lately."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from dashboard.domain.appeals import Key, State
from dashboard.store.rows import state_of
from dashboard.store.tables import EVENTS, QUESTIONS


def last_told(connection: Connection) -> datetime | None:
    """Return the instant of the newest event, or None in an empty store."""
    newest: datetime | None = connection.execute(select(func.max(EVENTS.c.told_at))).scalar()
    return newest


def told(connection: Connection) -> int:
    """Return how many events there are."""
    return int(connection.execute(select(func.count()).select_from(EVENTS)).scalar_one())


def movable(connection: Connection, since: int) -> dict[Key, State]:
    """Return the questions that are open or were closed on the day number `since` or later: key → state."""
    q = QUESTIONS.c
    rows: Any = connection.execute(select(QUESTIONS).where(q.closed_on.is_(None) | (q.closed_on >= since))).mappings()
    return {Key(r["source"], r["external_id"], r["question"]): state_of(r) for r in rows}
