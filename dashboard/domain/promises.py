"""Promises by day: what was promised to whom is one row, wherever it comes from; the calendar draws the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

DAYS_OF_WEEK = 7
MANY_DAYS = 31


class Fate(StrEnum):
    """What has become of a promise, the worst first."""

    BROKEN = "broken"
    OPEN = "open"
    KEPT_LATE = "kept_late"
    KEPT = "kept"


RANK: Mapping[Fate, int] = {fate: rank for rank, fate in enumerate(Fate)}


class Promised(NamedTuple):
    """One row of a day.

    Attributes:
        on: the promised day.
        kind: what promises: `question` (deferred decisions and promises to citizens), or a key of somebody else's.
        title: what people read, in their language; "" where the number says enough.
        href: where it is told in full.
        fate: what has become of it.
        n: how many of its like the row stands for.
    """

    on: date
    kind: str
    title: str
    href: str
    fate: Fate
    n: int = 1


def by_day(rows: Iterable[Promised]) -> dict[date, list[Promised]]:
    """Return day → its rows, the worst first, then by kind and title; days in order, none empty."""
    found: dict[date, list[Promised]] = {}
    for row in sorted(rows, key=lambda row: (row.on, RANK[row.fate], row.kind, row.title)):
        found.setdefault(row.on, []).append(row)
    return found


def month_of(on: date) -> tuple[date, date]:
    """Return the first and the last day of the calendar month."""
    first = on.replace(day=1)
    return first, (first + timedelta(days=MANY_DAYS)).replace(day=1) - timedelta(days=1)


def weeks_of(on: date) -> list[list[date]]:
    """Return the weeks, Monday to Sunday, that hold the days of the month; the first and last may reach beyond it."""
    first, last = month_of(on)
    monday = first - timedelta(days=first.weekday())
    count = ((last - monday).days // DAYS_OF_WEEK) + 1
    days = [monday + timedelta(days=number) for number in range(count * DAYS_OF_WEEK)]
    return [days[start:start + DAYS_OF_WEEK] for start in range(0, len(days), DAYS_OF_WEEK)]
