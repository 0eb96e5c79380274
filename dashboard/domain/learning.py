"""How a town's forecasts are learnt: of a few ways the one that would have foreseen its own last months best.

Two things differ between towns and are not a matter of taste: whether cases are closed on working days or at any time,
and how much groups differ from each other. Each way is learnt from what was known three months ago and asked about the
cases that were half-way through their term since; the one with the best Brier score learns from everything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.forecast import DAY_US, Model
from dashboard.domain.moments import instant_of, moment_at
from dashboard.domain.termed import Cases
from dashboard.domain.worked import Scale

LOOK_BACK_DAYS = 90
LEAST = 100
"""Outcomes below which the first way is taken: fewer tell chance from skill no better."""
Scales = Callable[[float], Scale]
"""What a day off counts → the scale."""


def scales_of(calendar: Calendar, zone: ZoneInfo, at: float) -> Scales:
    """Return the scales around an instant, each made once."""
    on = moment_at(instant_of(int(at)), zone).on
    return cache(lambda idle: Scale(calendar, zone, on, idle))


def learnt(cases: Cases, at: float, scales: Scales, bounds: Bounds) -> Model:
    """Return the model of the town at an instant, learnt in the way that is chosen for it."""
    way = chosen(cases, at, scales, bounds)
    return Model(cases, at, scales(way.idle), way.strength)


def chosen(cases: Cases, at: float, scales: Scales, bounds: Bounds) -> Way:
    """Return the way with the best Brier score over the last months before the instant."""
    first, *others = bounds.ways
    since, told = at - LOOK_BACK_DAYS * DAY_US, cases.known(at)
    half = told.half_way
    asked = told.where((since <= half) & (half < at) & (told.due < at) & told.open_at(half))
    if len(asked.ids) < LEAST or not others:
        return first

    def brier(way: Way) -> float:
        late = Model(told, since, scales(way.idle), way.strength).late(asked, asked.half_way)
        return float(np.mean((late - asked.late()) ** 2))

    return min(bounds.ways, key=brier)
