"""Taking a batch back, and what vanished from a snapshot: as events, never by deletion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from dashboard.domain.appeals import Status
from dashboard.domain.events import UNDATED, Event, EventKind
from dashboard.domain.moments import moment_at
from dashboard.domain.proof import Entry, Fact, Kind
from dashboard.errors import UsageError
from dashboard.store import batches
from dashboard.store.audit import note
from dashboard.store.edition import mark
from dashboard.store.lives import Life, Teller
from dashboard.store.saving import PORTION, lives, put, remember
from dashboard.store.store import Store
from dashboard.store.tables import EVENTS, QUESTIONS
from dashboard.store.writing import Numbers


def tell(store: Store, ids: Sequence[int], event: Event, teller: Teller) -> int:
    """Add the same event to stored questions, a portion a transaction; return how many were told."""
    for start in range(0, len(ids), PORTION):
        with store.writing() as (connection, numbers):
            tell_within(connection, numbers, ids[start:start + PORTION], event, teller)
    return len(ids)


def tell_within(connection: Connection, numbers: Numbers, ids: Sequence[int], event: Event, teller: Teller) -> None:
    """Add the same event to stored questions in an open transaction."""
    mark(connection, teller, numbers)
    by_source: dict[str, list[Life]] = defaultdict(list)
    for source, life in lives(connection, ids):
        by_source[source].append(life)
    for source, told in by_source.items():
        remember(connection, told)
        for life in told:
            life.said_hash = None
            life.tell([event], teller)
        put(connection, source, told, numbers)


def undo_batch(store: Store, number: int, teller: Teller, actor: str, now: datetime) -> int:
    """Take back everything a batch said; return how many questions it had touched.

    Killed in the middle, a second call goes on: questions that were told already are left out.

    Raises:
        UsageError: there is no such batch, or it is taken back already.
    """
    batch = store.batch(number)
    if batch is None or batch.state == batches.UNDONE:
        raise UsageError("There is no batch {number} that could be taken back", number=number)
    e = EVENTS.c
    with store.reading() as connection:
        done = select(e.question_id).where(e.undoes == number)
        touched = select(e.question_id).where(e.batch == number, e.question_id.not_in(done)).distinct()
        ids = list(connection.execute(touched.order_by(e.question_id)).scalars())
    event = Event(EventKind.UNDONE, moment_at(now, teller.zone), now, {}, 0, actor, (), number)
    tell(store, ids, event, teller)
    with store.writing() as (connection, numbers):
        batches.finish(connection, batch, now, batches.UNDONE)
        facts: dict[str, Fact] = {"batch": number, "source": batch.source, "questions": len(ids)}
        note(connection, numbers, Entry(Kind.IMPORT_UNDONE, actor, batch.sha256, facts, now))
    return len(ids)


def vanish(store: Store, batch: batches.Batch, present: Collection[tuple[str, str]], teller: Teller) -> int:
    """Mark the questions of a snapshot's source that its newest file no longer shows; return how many."""
    q = QUESTIONS.c
    with store.reading() as connection:
        known = connection.execute(select(q.id, q.external_id, q.question).where(
            q.source == batch.source, q.status.is_distinct_from(Status.VANISHED.value)))
        gone = [number for number, external_id, question in known if (external_id, question) not in present]
    told_at = batch.observed_at
    event = Event(EventKind.VANISHED, moment_at(told_at, teller.zone), told_at, {}, batch.id, batch.actor, (UNDATED,))
    return tell(store, gone, event, teller)


def forget_hashes(connection: Connection, source: str) -> None:
    """Make the next file of a source be compared anew, after its mapping changed."""
    connection.execute(update(QUESTIONS).where(QUESTIONS.c.source == source).values(said_hash=None))
