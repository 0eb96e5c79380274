"""What an adapter hands over: everything a file or a service said, checked whole, ready to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.domain.appeals import Record, Rejected, Unknown


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file, one answer of a service, or one live telling.

    Attributes:
        source, profile: where it comes from and how it was read.
        name: file name or address, as people know it; without personal data.
        sha256: fingerprint of the raw content: the same content is imported once.
        cadence_s: seconds after which the source counts as late; 0 if it has no rhythm.
        observed_at: the moment for which it speaks, or None for the moment of import.
        snapshot: whether rows that it no longer shows have vanished.
        total: number of records.
        records: gives the records in order, as often as it is called.
        rejected: rows that could not be taken.
        unknown: words that no vocabulary knows.
        ready: gives the records from the n-th on as a process beside prepares them for the store, told (moment for
            which the batch speaks, actor, n); it may break off with ChildProcessError. None where there is no such
            process.
    """

    source: str
    profile: str
    name: str
    sha256: str
    cadence_s: int
    observed_at: datetime | None
    snapshot: bool
    total: int
    records: Callable[[], Iterator[Record]]
    rejected: Sequence[Rejected] = ()
    unknown: Sequence[Unknown] = ()
    ready: Callable[[datetime, str, int], Iterator[Any]] | None = None
