"""The part of a reading that foresees: which cases are likely late is found when it is asked for, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from dashboard.cache.clocks import Judgement
from dashboard.domain.bounds import Bounds
from dashboard.domain.calendar import Calendar

if TYPE_CHECKING:
    from dashboard.cache.forecasts import Forecasts
    from dashboard.cache.reading import Reading
    from dashboard.domain.foreseen import Foreseen

SET = "set_"
"""What the names of parameters that are sets begin with."""


class Foreseeing:
    """What a reading knows of the future of its own moment."""

    _judgement: Judgement

    @cached_property
    def foreseen(self) -> Foreseen:
        """The forecasts for the open cases; nothing where nobody foresees."""
        from dashboard.domain.foreseen import NOTHING  # noqa: PLC0415  (mathematics: for those who ask)
        foresee = self._judgement.foresee
        return NOTHING if foresee is None else foresee(cast("Reading", self))

    def _bound(self, names: Iterable[str]) -> dict[str, Any]:
        """Return the parameters of a statement: numbers of the moment, and sets that are found only if asked for."""
        wanted = set(names)
        sets: dict[str, Any] = {name: sorted(self.foreseen.likely) for name in wanted if name.startswith(SET)}
        return sets | self._judgement.numbers(wanted - sets.keys())


class Forecaster:
    """Foresees for the readings of a house; the mathematics is loaded by the first who asks.

    Args:
        bounds, calendar: as they hold now.
    """

    def __init__(self, bounds: Callable[[], Bounds], calendar: Callable[[], Calendar]) -> None:
        self.bounds, self._calendar = bounds, calendar

    def foresee(self, reading: Reading) -> Foreseen:
        """Return the forecasts for the reading's picture of the town."""
        return self._forecasts.foresee(reading)

    @cached_property
    def _forecasts(self) -> Forecasts:
        from dashboard.cache.forecasts import Forecasts  # noqa: PLC0415  (it takes as long as most commands do)
        return Forecasts(self.bounds, self._calendar)
