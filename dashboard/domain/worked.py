"""Time as a town spends it: a working day counts whole, a day off as much as the town works on it.

Offices close cases on working days. Counted in calendar time, a case that is half-way on a Saturday looks like one
that is half-way on a Tuesday; counted so, it does not: the measured gain is told in decision 17.
"""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.calendar import Calendar
from dashboard.domain.moments import day_start, micros

BACK, AHEAD = timedelta(days=6 * 366), timedelta(days=3 * 366)
"""How far a scale reaches before and after the day it is made for; beyond its ends time stands still."""
Micros = NDArray[np.float64]
"""Instants in microseconds since 1970-01-01 UTC; not a number where nothing happened."""


class Scale:
    """Worked days as a rising function of the instant.

    Args:
        calendar: says which days are worked.
        zone: in which the town's days begin.
        on: the day around which the scale is needed.
        idle: what a day off counts, above 0 so that later is always more; 1 is calendar time.
    """

    def __init__(self, calendar: Calendar, zone: ZoneInfo, on: date, idle: float) -> None:
        days = [on - BACK + timedelta(days=n) for n in range((BACK + AHEAD).days)]
        self._starts = np.array([micros(day_start(day, zone)) for day in days], dtype=float)
        worth = [1.0 if calendar.is_working(day) else idle for day in days[:-1]]
        self._worked = np.concatenate(([0.0], np.cumsum(worth)))

    def worked(self, at: Micros) -> NDArray[np.float64]:
        """Return the worked days from the scale's beginning to each instant."""
        found: NDArray[np.float64] = np.interp(at, self._starts, self._worked)
        return found

    def reached(self, worked: float) -> float:
        """Return the instant at which so many worked days have passed since the scale's beginning."""
        return float(np.interp(worked, self._worked, self._starts))
