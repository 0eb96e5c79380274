"""Terms counted anew after a rule has changed, while somebody writes and somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import NamedTuple

from dashboard.clock import now
from dashboard.domain.appeals import Record, Value
from dashboard.domain.moments import moment_at
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.store.batches import Arrival, Batch
from dashboard.store.store import PORTION, Checked
from intake.recomputing import Recompute

RULE = "pos-answer"
TELLING_S = 0.2


class Recounted(NamedTuple):
    """Seconds of the whole, questions whose terms moved, and how long the slowest writer waited."""

    seconds: float
    moved: int
    waited: float


def recounted(rows: int, store: str = "") -> Recounted:
    """Return what a change of one rule takes in a room with so many terms that all move."""
    with TemporaryDirectory(prefix="bench-recount-") as folder:
        house = House(Settings(home=Path(folder), store=store), now)
        batch = _told(house, rows)
        house.open_mirror()
        house.publish()
        Room(house, Viewer("bench", LOCAL)).do("change_rule", key=RULE, changes={"amount": 20}, valid_from=None,
                                              reason="bench")
        with _in_use(house, batch) as waits:
            start = perf_counter()
            done = Recompute(house).look()
            seconds = perf_counter() - start
        house.close()
    return Recounted(seconds, done.moved, max(waits, default=0.0))


def _told(house: House, rows: int) -> Batch:
    at = house.now()
    batch, _ = house.store.begin(Arrival("pos", "pos", "bench", "sha", at, "cli:bench"), Checked((), ()), at)
    for first in range(0, rows, PORTION):
        portion = [_record(house, number) for number in range(first, min(rows, first + PORTION))]
        house.store.save(batch, portion, house.teller())
    return batch


def _record(house: House, number: int) -> Record:
    received = moment_at(house.now() - timedelta(minutes=5 * number), house.town.tz)
    closed_at = moment_at(house.now() - timedelta(minutes=2 * number), house.town.tz)
    closed: dict[str, Value] = {"closed": closed_at, "status": "closed"}
    return Record(f"n{number}", {"channel": "pos", "law": "pos", "topic": f"t{number % 90}", "block": "housing",
                                 "status": "in_work", "received": received, **(closed if number % 3 else {})})


@contextmanager
def _in_use(house: House, batch: Batch) -> Iterator[list[float]]:
    """Yield how long each telling took, while one thread tells and another follows and publishes."""
    waits: list[float] = []
    over = Event()

    def tell() -> None:
        number = 10**9
        while not over.wait(TELLING_S):
            number += 1
            start = perf_counter()
            house.store.save(batch, [replace(_record(house, 1), external_id=f"x{number}")], house.teller())
            waits.append(perf_counter() - start)

    def look() -> None:
        while not over.wait(TELLING_S):
            house.follow()
            house.publish()

    threads = [Thread(target=tell), Thread(target=look)]
    for thread in threads:
        thread.start()
    yield waits
    over.set()
    for thread in threads:
        thread.join()
