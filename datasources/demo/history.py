"""The past of the demonstration town: everything its sources told, in the order in which they told it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import NamedTuple

from dashboard.domain.appeals import Record
from datasources.demo.arrivals import arrivals
from datasources.demo.habits import Town
from datasources.demo.lives import life


class Told(NamedTuple):
    """A record and the key of the source that told it."""

    source: str
    record: Record


def history(seed: int, since: date, until: datetime, town: Town) -> Iterator[Told]:
    """Yield what the sources told from the day `since` to the instant `until`, by `observed_at`.

    A record states only what was told then; its `observed_at` is when it happened. The same seed and `since`
    give the same history, and a later `until` only continues it.
    """
    told: list[tuple[datetime, str, str, str, int, Told]] = []
    for came in arrivals(seed, town, since, town.day_of(until)):
        rng = Random(f"{seed}:{came.way.key}:{came.external_id}:{came.question}")
        for number, record in enumerate(life(rng, town, came)):
            at = record.observed_at
            if at is not None and at <= until:
                told.append((at, came.way.key, record.external_id, record.question, number, Told(came.way.key, record)))
    told.sort(key=lambda entry: entry[:5])
    yield from (entry[5] for entry in told)
