"""Cases with a term as columns of numbers: what a forecast learns from and what it is asked about.

What is learnt from is cut off at the moment of learning: who was received later is unknown, who was closed later is
open, whatever the rows say (`Cases.known`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.moments import day_of, day_start, micros
from dashboard.domain.worked import Micros

GROUPS = ("block", "topic", "department")
"""What makes cases alike, from coarse to fine; a topic's parent is its block, whose parent is the town."""
COLUMNS = ("id", *GROUPS, "received_on", "received_at", "due_on", "due_at", "closed_on", "closed_at")
"""Stored columns that cases are made of: all of them in the read model."""
Group = tuple[str, ...]


class Cases(NamedTuple):
    """Cases with a term, a column each; `closed` is not a number while a case is open.

    Moments known by day alone begin with it for a receipt and end with it for a term and a closing. A closing lies
    on the same side of the term as the rule of lateness says: by instants when both are known, else by days.
    """

    ids: NDArray[np.int64]
    groups: tuple[Group, ...]
    received: Micros
    due: Micros
    closed: Micros

    def where(self, keep: NDArray[np.bool_]) -> Cases:
        """Return the cases of which the mask says yes."""
        groups = tuple(group for group, kept in zip(self.groups, keep, strict=True) if kept)
        return Cases(self.ids[keep], groups, self.received[keep], self.due[keep], self.closed[keep])

    def known(self, at: float) -> Cases:
        """Return what was known at an instant: nothing received later, nothing closed later."""
        told = self.where(self.received <= at)
        return told._replace(closed=np.where(told.closed <= at, told.closed, np.nan))

    @property
    def half_way(self) -> Micros:
        """The instants half-way between receipt and the end of the term."""
        return (self.received + self.due) / 2

    def open_at(self, at: Micros) -> NDArray[np.bool_]:
        """Return which were received by then and are not closed yet, each asked at an instant of its own."""
        return (self.received <= at) & ~(self.closed <= at)

    def late(self) -> NDArray[np.bool_]:
        """Return which were closed after their term, or never; right only for terms that have passed."""
        return ~(self.closed <= self.due)


def cases_of(rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Cases:
    """Return rows with the stored columns `COLUMNS` as cases; rows without a term after their receipt are left out."""
    begins: dict[int, float] = {}

    def begin(day: int) -> float:
        if day not in begins:
            begins[day] = micros(day_start(day_of(day), zone))
        return begins[day]

    def end(row: Mapping[str, Any], key: str) -> float:
        on, at = row[f"{key}_on"], row[f"{key}_at"]
        if at is not None:
            return float(at)
        return float("nan") if on is None else begin(on + 1) - 1

    found = [row for row in rows if row["due_on"] is not None and row["received_on"] is not None]
    received = np.array([begin(row["received_on"]) if row["received_at"] is None else row["received_at"]
                         for row in found], float)
    due, closed = (np.array([end(row, key) for row in found], float) for key in ("due", "closed"))
    broken = np.array([_broken(row) for row in found], bool)
    closed = np.where(broken, np.maximum(closed, due + 1), np.minimum(closed, due))
    groups = tuple(tuple(row[key] or "" for key in GROUPS) for row in found)
    cases = Cases(np.array([row["id"] for row in found], np.int64), groups, received, due, closed)
    return cases.where(due > received)


def _broken(row: Mapping[str, Any]) -> bool:
    """Return whether a closed row was closed after its term."""
    if row["closed_at"] is not None and row["due_at"] is not None:
        return bool(row["closed_at"] > row["due_at"])
    return row["closed_on"] is not None and bool(row["closed_on"] > row["due_on"])
