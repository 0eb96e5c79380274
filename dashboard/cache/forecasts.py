"""Forecasts of a reading: learnt once per state of the town and day, told once per minute.

What is learnt ends with the day before: the same for everybody who looks on one day, and for all who share its rows.
While rows keep coming, each is made anew only when twenty times its own length have passed: a twentieth of the time
at most, as with heaps; in a town of ten thousand that is at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from time import perf_counter
from typing import Generic, NamedTuple, TypeVar

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
PATIENCE = 20
"""Times its own length that what was made stays good while rows keep coming."""
Thing = TypeVar("Thing")


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


class Made(NamedTuple, Generic[Thing]):
    """Something as it was made: from which rows, when, and the seconds it took."""

    thing: Thing
    seq: int
    at: float
    took_s: float


class Forecasts:
    """Foresees for readings; safe between threads.

    Args:
        bounds, calendar: as they hold now.
        clock: seconds that only grow.
    """

    def __init__(self, bounds: Callable[[], Bounds], calendar: Callable[[], Calendar],
                 clock: Callable[[], float] = perf_counter) -> None:
        self._bounds, self._calendar, self._clock = bounds, calendar, clock
        self._models: OrderedDict[object, Made[Model | None]] = OrderedDict()
        self._ways: OrderedDict[object, Made[Way]] = OrderedDict()
        self._told: OrderedDict[object, Made[Foreseen]] = OrderedDict()
        self._lock = Lock()

    def foresee(self, reading: Reading) -> Foreseen:
        """Return the forecasts for the reading's picture of the town; who asks first computes for all."""
        bounds, seq = self._bounds(), reading.seq
        with self._lock:
            minute = reading.now.at.replace(second=0, microsecond=0)
            day = (reading.now.on, reading.view, bounds)
            model = self._kept(self._models, day, seq, lambda: self._learn(reading, bounds))
            return self._kept(self._told, (*day, minute), seq, lambda: Foreseen(
                waiting(reading), micros(minute), model, bounds.threshold))

    def _learn(self, reading: Reading, bounds: Bounds) -> Model | None:
        morning, zone = micros(day_start(reading.now.on, reading.now.zone)), reading.now.zone
        cases, scales = history(reading, bounds), scales_of(self._calendar(), zone, morning)
        day = (reading.now.on, reading.view, bounds)
        way = self._kept(self._ways, day, 0, lambda: chosen(cases, morning, scales, bounds))
        model = Model(cases, morning, scales(way.idle), way.strength)
        return model if model.closed >= bounds.least else None

    def _kept(self, place: OrderedDict[object, Made[Thing]], key: object, seq: int, make: Callable[[], Thing]) -> Thing:
        """Return what is kept under the key, made anew if need be; the longest unused is forgotten."""
        known, now = place.get(key), self._clock()
        if known is None or (known.seq != seq and now - known.at >= PATIENCE * known.took_s):
            thing = make()
            place[key] = Made(thing, seq, self._clock(), self._clock() - now)
            if len(place) > KEPT:
                place.popitem(last=False)
        place.move_to_end(key)
        return place[key].thing
