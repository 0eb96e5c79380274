"""What is foreseen of the open cases at one moment: a probability for each, and the expected number of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import sqrt
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from dashboard.domain.forecast import Model, Outlook
from dashboard.domain.intervals import Z95
from dashboard.domain.termed import Cases, cases_of

EXACT = 2000
"""Cases up to which the distribution of their sum is computed; above, it is normal to more digits than are shown."""


class Foreseen:
    """Forecasts of all open cases whose term has not passed.

    Args:
        cases: them.
        at: the moment of judgement in microseconds.
        model: learnt from the history, or None where the history is too short.
        threshold: see `Bounds`.
    """

    def __init__(self, cases: Cases, at: float, model: Model | None, threshold: float) -> None:
        self._cases, self._at, self._model, self._threshold = cases, at, model, threshold

    @property
    def enough(self) -> bool:
        """Whether the history is long enough to foresee anything."""
        return self._model is not None

    @cached_property
    def chances(self) -> Mapping[int, float]:
        """Id of a case → probability of missing its term."""
        return self.of(self._cases)

    def of(self, cases: Cases) -> Mapping[int, float]:
        """Return id → probability of missing its term, of any open cases: of some that came just now too."""
        if self._model is None:
            return {}
        late = self._model.late(cases, self._at)
        return dict(zip(cases.ids.tolist(), late.tolist(), strict=True))

    @cached_property
    def likely(self) -> frozenset[int]:
        """Ids of the cases that are likely late."""
        return frozenset(number for number, late in self.chances.items() if late >= self._threshold)

    def outlook(self, number: int) -> Outlook | None:
        """Return what is expected of one case and why; None where nothing is."""
        if self._model is None or number not in self.chances:
            return None
        return self._model.outlook(self._cases, int(np.argmax(self._cases.ids == number)), self._at)


NOTHING = Foreseen(cases_of((), ZoneInfo("UTC")), 0.0, None, 1.0)
"""What those foresee who cannot."""


class Expected(NamedTuple):
    """The expected number of cases that come late, and the interval that holds it with 95 %."""

    mean: float
    low: int
    high: int


def expected(chances: Iterable[float]) -> Expected:
    """Return how many of cases with these probabilities will be late, were they independent (Poisson-binomial)."""
    told = np.fromiter(chances, float)
    mean = float(told.sum())
    if len(told) > EXACT:
        half = Z95 * sqrt(float((told * (1 - told)).sum()))
        return Expected(mean, max(0, round(mean - half)), min(len(told), round(mean + half)))
    spread = np.ones(1)
    for chance in told:
        spread = np.convolve(spread, (1 - chance, chance))
    below = np.cumsum(spread)
    tail = (1 - 0.95) / 2
    return Expected(mean, int(np.argmax(below > tail)), int(np.argmax(below >= 1 - tail - 1e-12)))
