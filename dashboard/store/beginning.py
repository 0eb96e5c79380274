"""Questions prepared beside are written; those that are known already are compared in the ordinary way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from dashboard.domain.moments import micros
from dashboard.store.batches import Batch
from dashboard.store.preparing import Cells, Ready, columns_of
from dashboard.store.rows import EVENT_COLUMNS, hash_of
from dashboard.store.tables import EVENTS, HISTORY, QUESTIONS
from dashboard.store.writing import Numbers, write

IDENTITY = ("id", "source", "external_id", "question", "appeal_id", "seq")
PAST = ("question_id", *IDENTITY, "known_from", "valid_from", "valid_to")
CURRENT = (*IDENTITY, "known_from", "said_hash", "valid_from")
"""Columns before those of the fields."""


class Beginning:
    """The new questions of one transaction: their numbers, and rows grouped by the fields that are known."""

    def __init__(self, batch: Batch, numbers: Numbers, appeals: Mapping[str, int]) -> None:
        self._batch, self._numbers, self._appeals = batch, numbers, dict(appeals)
        self._told_at = micros(batch.observed_at)
        self._events: list[Cells] = []
        self._past: dict[str, list[Cells]] = defaultdict(list)
        self._current: dict[str, list[Cells]] = defaultdict(list)

    def add(self, ready: Ready) -> int:
        """Note the rows of a question and return its number."""
        _, external_id, question, words, _, events, past, (shape, cells), _ = ready
        batch, numbers, told_at = self._batch, self._numbers, self._told_at
        number, appeal = numbers.next("questions"), self._appeals.get(external_id)
        if appeal is None:
            appeal = self._appeals[external_id] = numbers.next("appeals")
        identity = (batch.source, external_id, question, appeal, numbers.seq, told_at)
        for event in events:
            self._events.append((numbers.next("events"), number, batch.id, batch.actor, 0, told_at, *event))
        for former, told in past:
            self._past[former].append((number, numbers.next("questions_history"), *identity, *told))
        self._current[shape].append((number, *identity, hash_of(words), *cells))
        return number

    def put(self, connection: Connection) -> None:
        """Write what was noted."""
        write(connection, EVENTS, EVENT_COLUMNS, self._events)
        for shape, rows in self._past.items():
            write(connection, HISTORY, PAST + columns_of(shape), rows)
        for shape, rows in self._current.items():
            write(connection, QUESTIONS, CURRENT + columns_of(shape), rows)
