"""The store: the truth behind one door. Every write is one transaction that ends with its place in the feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from dashboard.domain.appeals import Record, Rejected, Unknown
from dashboard.domain.applicants import Discreet, discreet
from dashboard.domain.moments import Moment
from dashboard.store import batches, health
from dashboard.store.applicants import Applied, recognise
from dashboard.store.audit import note
from dashboard.store.batches import Arrival, Batch
from dashboard.store.beginning import Beginning
from dashboard.store.edition import mark
from dashboard.store.lives import Teller
from dashboard.store.preparing import Ready, record_of
from dashboard.store.saving import Saving, find
from dashboard.store.tables import BATCHES, FEED
from dashboard.store.vault import Vault, keep
from dashboard.store.writing import SEQ, Numbers

PORTION = 5_000
"""Rows of one transaction at most, so that a live writer never waits longer than a second."""


class Checked(NamedTuple):
    """What the check of a whole file found besides its records."""

    rejected: Sequence[Rejected]
    unknown: Sequence[Unknown]


class Store:
    """Events, states and everything around them, in SQLite or PostgreSQL.

    Args:
        engine: see `engine.open_engine`; the schema is there already (`migration.upgrade`).
        vault: where private texts are sealed.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        engine.update_execution_options(vault=vault)  # what is noted in the audit log is sealed by it
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def writing(self, *, quiet: bool = False) -> Iterator[tuple[Connection, Numbers]]:
        """Yield a write transaction and its counters; commits when the block ends well; see `Numbers` for `quiet`."""
        with self._writer.begin() as connection:
            numbers = Numbers(connection, quiet=quiet)
            yield connection, numbers
            numbers.settle()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a read transaction: one picture of the truth."""
        with self.engine.connect() as connection:
            yield connection

    def seq(self) -> int:
        """Return the number of the last committed change."""
        with self.reading() as connection:
            return int(connection.execute(select(FEED.c.value).where(FEED.c.name == SEQ)).scalar_one())

    def begin(self, arrival: Arrival, checked: Checked, now: datetime) -> tuple[Batch, bool]:
        """Return the batch of this content and whether there is anything to do.

        The same content a second time is done already; one that was killed goes on where it stopped.
        """
        with self.writing() as (connection, numbers):
            known = batches.find_batch(connection, arrival.source, arrival.sha256)
            if known is not None:
                return known, known.state == batches.RUNNING
            batch = batches.begin(connection, arrival, now, numbers)
            batches.keep_rejected(connection, batch, checked.rejected, numbers, self.vault)
            batches.keep_unknown(connection, batch, checked.unknown, numbers)
            return batch, True

    def save(self, batch: Batch, records: Sequence[Record], teller: Teller) -> Counter[str]:
        """Tell one portion of a batch: events, states, private texts, counts and resume point commit together.

        Private texts are masked and applicants become marks before anything is written.
        """
        told = [discreet(record, teller.mask) for record in records]
        with self.writing() as (connection, numbers):
            mark(connection, teller, numbers)
            saving = Saving(connection, batch.source, teller, numbers)
            counts = saving.take([one.record for one in told], batch.id, batch.observed_at, batch.actor)
            asked = self._seal(connection, saving, told, batch)
            recognise(connection, self.vault, asked, teller, numbers)
            batches.advance(connection, batch, len(records), counts)
        return counts

    def save_ready(self, batch: Batch, told: Sequence[Ready], teller: Teller) -> Counter[str]:
        """Tell one portion that was prepared beside: what is new is written as it is, what is known is compared."""
        with self.writing() as (connection, numbers):
            mark(connection, teller, numbers)
            known = find(connection, batch.source, {r[1] for r in told})
            stored = {(life.external_id, life.question) for life in known}
            saving = Saving(connection, batch.source, teller, numbers)
            again = [Discreet(record_of(r), r[8]) for r in told if r[1:3] in stored]
            counts = saving.take([one.record for one in again], batch.id, batch.observed_at, batch.actor)
            begun = Beginning(batch, numbers, {life.external_id: life.appeal_id for life in known})
            fresh = [(begun.add(r), r) for r in told if r[1:3] not in stored]
            begun.put(connection)
            counts["added"] += len(fresh)
            keep(connection, self.vault, [(number, r[4], record_of(r).private) for number, r in fresh if r[4]])
            asked = [*self._seal(connection, saving, again, batch),
                     *(Applied(number, r[4], r[8]) for number, r in fresh if r[8])]
            recognise(connection, self.vault, asked, teller, numbers)
            batches.advance(connection, batch, len(told), counts)
        return counts

    def _seal(self, connection: Connection, saving: Saving, told: Sequence[Discreet], batch: Batch) -> list[Applied]:
        """Seal the private texts of what says anything new, and return who asked."""
        fresh = [one for one in told if one.record.private or one.identity if saving.news(one.record)]
        keep(connection, self.vault, [(saving.id_of(r), _year(r, batch), r.private) for r, _ in fresh])
        return [Applied(saving.id_of(r), _year(r, batch), who) for r, who in fresh if who]

    def finish(self, batch: Batch, cadence_s: int, now: datetime) -> bool:
        """Close a batch and note that its source spoke; return whether the source had been failing."""
        with self.writing() as (connection, numbers):
            batches.finish(connection, batch, now)
            note(connection, numbers, batches.imported(connection, batch, now))
            return health.spoke(connection, batch.source, batch.profile, cadence_s, (batch.observed_at, now))

    def spoke(self, batch: Batch, cadence_s: int, now: datetime) -> bool:
        """Note that a source spoke while its batch goes on; return whether it had been failing."""
        with self.writing() as (connection, _):
            return health.spoke(connection, batch.source, batch.profile, cadence_s, (now, now))

    def fail(self, source: str, profile: str, error: str, now: datetime) -> bool:
        """Note that a source fails; return whether that is news."""
        with self.writing() as (connection, _):
            return health.failed(connection, source, profile, error, now)

    def batch(self, number: int) -> Batch | None:
        """Return one batch."""
        with self.reading() as connection:
            row = connection.execute(select(BATCHES).where(BATCHES.c.id == number)).mappings().first()
            return None if row is None else Batch(**row)

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the newest batches."""
        with self.reading() as connection:
            rows = connection.execute(select(BATCHES).order_by(BATCHES.c.id.desc()).limit(limit)).mappings()
            return [Batch(**row) for row in rows]


def _year(record: Record, batch: Batch) -> int:
    received = record.facts.get("received")
    return received.on.year if isinstance(received, Moment) else batch.observed_at.year
