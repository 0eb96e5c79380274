"""Forecasts of a reading: learnt once per state of the town and day, told once per minute.

What is learnt ends with the day before: the same for everybody who looks on one day, and for all who share its rows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from dashboard.cache.reading import Reading
from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.forecast import Model
from dashboard.domain.foreseen import Foreseen
from dashboard.domain.learning import chosen, scales_of
from dashboard.domain.moments import day_start, micros
from dashboard.domain.scope import Scope
from dashboard.domain.termed import COLUMNS, Cases, cases_of

KEPT = 8
"""Models, and forecasts of a minute, that are remembered."""
Made = TypeVar("Made")


def history(reading: Reading, bounds: Bounds) -> Cases:
    """Return what may be learnt from: the newest receipts of the window, as the reading's clocks know them.

    Asked of the rows themselves and not of what may be shown of them: nothing of it is shown by name.
    """
    since = reading.now.on - timedelta(days=bounds.window_days)
    rows = Reading.rows(reading, "with_deadline", Scope(since), columns=COLUMNS, order=(("received", True),),
                        limit=bounds.most)
    return cases_of(rows, reading.now.zone)


def waiting(reading: Reading) -> Cases:
    """Return the open cases whose term has not passed."""
    return cases_of(Reading.rows(reading, "term_running", Scope(), columns=COLUMNS), reading.now.zone)


class Forecasts:
    """Foresees for readings; safe between threads.

    Args:
        bounds, calendar: as they hold now.
    """

    def __init__(self, bounds: Callable[[], Bounds], calendar: Callable[[], Calendar]) -> None:
        self._bounds, self._calendar = bounds, calendar
        self._models: OrderedDict[object, Model | None] = OrderedDict()
        self._ways: OrderedDict[object, Way] = OrderedDict()
        self._told: OrderedDict[object, Foreseen] = OrderedDict()
        self._lock = Lock()

    def foresee(self, reading: Reading) -> Foreseen:
        """Return the forecasts for the reading's picture of the town; who asks first computes for all."""
        bounds = self._bounds()
        with self._lock:
            minute = reading.now.at.replace(second=0, microsecond=0)
            town = (reading.seq, reading.view, bounds)
            model = _kept(self._models, (*town, reading.now.on), lambda: self._learn(reading, bounds))
            return _kept(self._told, (*town, minute), lambda: Foreseen(
                waiting(reading), micros(minute), model, bounds.threshold))

    def _learn(self, reading: Reading, bounds: Bounds) -> Model | None:
        morning, zone = micros(day_start(reading.now.on, reading.now.zone)), reading.now.zone
        cases, scales = history(reading, bounds), scales_of(self._calendar(), zone, morning)
        day = (reading.now.on, reading.view, bounds)
        way = _kept(self._ways, day, lambda: chosen(cases, morning, scales, bounds))
        model = Model(cases, morning, scales(way.idle), way.strength)
        return model if model.closed >= bounds.least else None


def _kept(place: OrderedDict[object, Made], key: object, make: Callable[[], Made]) -> Made:
    """Return what is kept under the key, made if need be; the longest unused is forgotten."""
    if key not in place:
        place[key] = make()
        if len(place) > KEPT:
            place.popitem(last=False)
    place.move_to_end(key)
    return place[key]
