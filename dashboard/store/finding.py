"""Search by number, street and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, select

from dashboard.store.tables import QUESTIONS

FOUND = ("id", "source", "external_id", "question", "topic", "street", "status", "received_on", "received_at", "due_on",
         "due_at", "due_source", "closed_on", "closed_at")


def found(connection: Connection, number: str, like: tuple[Sequence[str], Sequence[str]], limit: int,
          blocks: frozenset[str] | None = None) -> Sequence[Mapping[str, Any]]:
    """Return the columns FOUND of at most `limit` questions: of that very number first, then the newest.

    Args:
        connection: a reading of the truth.
        number: a part of the number.
        like: topics and streets, any of which is a hit too.
        limit: the most rows.
        blocks: of these blocks only; None means all.
    """
    q, (topics, streets) = QUESTIONS.c, like
    hits = q.external_id.contains(number, autoescape=True) | q.topic.in_(topics) | q.street.in_(streets)
    own = hits if blocks is None else hits & q.block.in_(sorted(blocks))
    statement = select(*(q[name] for name in FOUND)).where(own)
    statement = statement.order_by(case((q.external_id == number, 0), else_=1), q.received_on.desc(), q.id).limit(limit)
    return [dict(row) for row in connection.execute(statement).mappings()]
