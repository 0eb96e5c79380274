"""From a delivery to the truth: portions with a resume point, health, and a log that speaks on change only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

import structlog

from dashboard.domain.deliveries import Delivery
from dashboard.errors import RoomError
from dashboard.store.batches import Arrival, Batch
from dashboard.store.lives import Teller
from dashboard.store.preparing import Ready
from dashboard.store.store import PORTION, Checked, Store
from dashboard.store.undo import vanish

LOG = structlog.get_logger("collect")
Told = TypeVar("Told")
Progress = Callable[[int, int], None]
"""Called with (done, total) after every portion."""


By = tuple[str, datetime]
"""Who tells, and when."""


def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery: its batch, and whether this very content had been imported before."""

    batch: Batch
    repeated: bool


def take(store: Store, delivery: Delivery, teller: Teller, by: By, progress: Progress = silent) -> Taken:
    """Store a delivery and return its batch; killed anywhere, a second call ends with the same content."""
    actor, now = by
    arrival = Arrival(delivery.source, delivery.profile, delivery.name, delivery.sha256,
                      delivery.observed_at or now, actor)
    batch, open_ = store.begin(arrival, Checked(delivery.rejected, delivery.unknown), now)
    if not open_:
        return Taken(batch, repeated=True)
    _tell(store, delivery, batch, teller, progress)
    if delivery.snapshot:
        present = {(r.external_id, r.question) for r in delivery.records()}
        vanish(store, batch, present, teller)
    if store.finish(batch, delivery.cadence_s, now):
        LOG.info("source recovered", source=delivery.source)
    return Taken(store.batch(batch.id) or batch, repeated=False)


def converse(store: Store, delivery: Delivery, teller: Teller, now: datetime) -> Batch:
    """Store a piece of a live conversation: one batch a day and source, which stays open until the day is over.

    The delivery's fingerprint names the conversation, not the piece; records told twice change nothing.
    """
    arrival = Arrival(delivery.source, delivery.profile, delivery.name, delivery.sha256, now,
                      f"source:{delivery.source}")
    batch, _ = store.begin(arrival, Checked(delivery.rejected, delivery.unknown), now)
    for portion in portions(delivery.records()):
        store.save(batch, portion, teller)
    if store.spoke(batch, delivery.cadence_s, now):
        LOG.info("source recovered", source=delivery.source)
    return batch


def _tell(store: Store, delivery: Delivery, batch: Batch, teller: Teller, progress: Progress) -> None:
    """Save portion after portion; what no process beside prepares is read here, while the portion before is written."""
    done = batch.resume_row
    try:
        for portion in portions(_ready(delivery, batch)):
            store.save_ready(batch, portion, teller)
            done += len(portion)
            progress(done, delivery.total)
    except ChildProcessError as broken:
        LOG.warning("process beside broke off", file=delivery.name, reason=str(broken))
    if done < delivery.total:
        _tell_alone(store, delivery, (batch, done), teller, progress)


def _ready(delivery: Delivery, batch: Batch) -> Iterator[Ready]:
    if delivery.ready is None or batch.resume_row >= delivery.total:
        return iter(())
    return delivery.ready(batch.observed_at, batch.actor, batch.resume_row)


def _tell_alone(store: Store, delivery: Delivery, at: tuple[Batch, int], teller: Teller, progress: Progress) -> None:
    """Save what lies behind the records done."""
    batch, done = at
    saving: Future[object] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="save") as writer:
        for portion in portions(islice(delivery.records(), done, None)):
            if saving is not None:
                saving.result()
                progress(done, delivery.total)
            saving = writer.submit(store.save, batch, portion, teller)
            done += len(portion)
        if saving is not None:
            saving.result()
            progress(done, delivery.total)


def portions(records: Iterable[Told], size: int = PORTION) -> Iterator[list[Told]]:
    """Return the records in lists of at most `size`."""
    rest = iter(records)
    while portion := list(islice(rest, size)):
        yield portion


def refuse(store: Store, source: str, profile: str, error: RoomError, now: datetime) -> None:
    """Note that a source cannot be used; the log hears of it once."""
    if store.fail(source, profile, error.packed(), now):
        LOG.warning("source fails", source=source, reason=error.template)
