"""Search by number, street and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from dashboard.store.tables import QUESTIONS

FOUND = ("id", "source", "external_id", "question", "topic", "street", "status", "received_on", "due_on")


def found(connection: Connection, number: str, like: tuple[Sequence[str], Sequence[str]],
          limit: int) -> Sequence[Mapping[str, Any]]:
    """Return the columns FOUND of at most `limit` questions, newest first.

    Args:
        connection: a reading of the truth.
        number: what the number begins with.
        like: topics and streets, any of which is a hit too.
        limit: the most rows.
    """
    q, (topics, streets) = QUESTIONS.c, like
    hits = q.external_id.startswith(number, autoescape=True) | q.topic.in_(topics) | q.street.in_(streets)
    statement = select(*(q[name] for name in FOUND)).where(hits).order_by(q.received_on.desc(), q.id).limit(limit)
    return [dict(row) for row in connection.execute(statement).mappings()]
