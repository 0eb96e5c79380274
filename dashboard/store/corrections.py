"""What people lay over the facts of sources: corrections and links, kept with who and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from dashboard.store.tables import CORRECTIONS, LINKS, QUESTIONS
from dashboard.store.writing import Numbers

By = tuple[str, datetime]


def join(connection: Connection, ends: tuple[int, int], kind: str, by: By, numbers: Numbers) -> None:
    """Keep the link of two questions (from, to): duplicate_of, repeat_of or answers."""
    actor, told_at = by
    connection.execute(insert(LINKS).values(id=numbers.next("links"), from_id=ends[0], to_id=ends[1], kind=kind,
                                            actor=actor, told_at=told_at))


def correct(connection: Connection, question: int, said: tuple[str, str | None, str], by: By, numbers: Numbers) -> None:
    """Keep a correction: (field, value, reason) of one question."""
    field, value, reason = said
    actor, told_at = by
    connection.execute(insert(CORRECTIONS).values(id=numbers.next("corrections"), question_id=question, field=field,
                                                  value=value, reason=reason, actor=actor, told_at=told_at))


def carriers(connection: Connection, source: str, field: str, value: str) -> list[int]:
    """Return the numbers of the source's questions whose field says exactly this word."""
    q = QUESTIONS.c
    return list(connection.execute(select(q.id).where(q.source == source, q[field] == value)).scalars())
