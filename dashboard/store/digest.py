"""One number for the whole content: two homes fed the same files have the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby

import orjson
from sqlalchemy import Connection, select

from dashboard.domain.events import UNDATED, EventKind
from dashboard.store.tables import EVENTS, QUESTIONS

NOT_CONTENT = (EventKind.UNDONE.value,)


def content_digest(connection: Connection) -> str:
    """Return SHA-256 over all questions and their events in canonical order, without the instants of knowing.

    An undated event took the moment of its export, so its date is an instant of knowing too and is left out.
    """
    digest = hashlib.sha256()
    for key, lines in groupby(_lines(connection), key=lambda pair: pair[0]):
        digest.update(orjson.dumps(key))
        for line in sorted(line for _, line in lines):
            digest.update(line)
    return digest.hexdigest()


def _lines(connection: Connection) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    q, e = QUESTIONS.c, EVENTS.c
    statement = (select(q.source, q.external_id, q.question, e.kind, e.happened_on, e.happened_at, e.facts, e.marks)
                 .join(EVENTS, e.question_id == q.id).order_by(q.source, q.external_id, q.question))
    rows = connection.execution_options(stream_results=True, yield_per=10_000).execute(statement)
    for source, external_id, question, kind, on, at, facts, marks in rows:
        dated = UNDATED not in marks.split(",")
        yield (source, external_id, question), orjson.dumps(
            [kind, on if dated else None, at if dated else None, orjson.loads(facts), marks])
