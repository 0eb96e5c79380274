"""What is usual on such days: the same weekdays of the eight weeks before, without any model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median, quantiles
from typing import NamedTuple

WEEKS = 8
WEEK = timedelta(days=7)
LEAST = 4
"""Weeks under which nothing is called usual."""
LOOK_BACK = WEEKS * WEEK


class Level(NamedTuple):
    """The usual count: the middle, and the quarters between which half of the weeks before lie."""

    low: float
    middle: float
    high: float


def usual(counts: Mapping[date, int], first: date, last: date, since: date) -> Level | None:
    """Return what is usual for a day, or for a week, from its first to its last day; None where too little is known.

    Args:
        counts: civil day → questions; days without any may be absent.
        first: first day; the same days are looked at 1 to 8 weeks before.
        last: last day, at most six days later.
        since: the day from which the counts are known.
    """
    former = [_sum(counts, first - WEEK * back, last - WEEK * back) for back in range(1, WEEKS + 1)
              if first - WEEK * back >= since]
    if len(former) < LEAST:
        return None
    low, _, high = quantiles(former, n=4, method="inclusive")
    return Level(low, median(former), high)


def _sum(counts: Mapping[date, int], first: date, last: date) -> int:
    return sum(counts.get(first + timedelta(days=step), 0) for step in range((last - first).days + 1))
