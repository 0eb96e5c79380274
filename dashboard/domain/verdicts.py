"""How good forecasts were, once it is known what came: Brier score, skill over the base rate, calibration.

The Brier score is the mean of (probability − outcome)², 0 is perfect; the skill is the part by which it is better
than always saying the base rate. Calibrated means that of cases told 30 % about 30 % come true: the table has ten
steps of probability, and the calibration error is their mean deviation, weighted by how many cases they hold.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.intervals import wilson
from dashboard.domain.survival import Reals

STEPS = 10
LEAST = 100
"""Outcomes below which a score is chance: nothing is told, and no step of the table is held against the forecast."""


class Told(NamedTuple):
    """Forecasts whose outcome is known, a column each: what was told, the base rate of that day, and what came."""

    late: Reals
    base: Reals
    came: NDArray[np.bool_]
    channels: tuple[str, ...]

    def of(self, channel: str) -> Told:
        """Return those of one channel."""
        keep = np.array([one == channel for one in self.channels], bool)
        return Told(self.late[keep], self.base[keep], self.came[keep], (channel,) * int(keep.sum()))


class Step(NamedTuple):
    """One step of the calibration table: from–to, how many, the mean told, the share that came and its interval."""

    low: float
    high: float
    n: int
    told: float
    came: float
    came_low: float
    came_high: float


class Score(NamedTuple):
    """How good the forecasts were; without numbers where they are too few.

    Attributes:
        n: how many outcomes are known; `late` how many of them missed their term.
        brier, base: scores of the forecasts and of the base rate.
        skill: 1 − brier / base; None when the base rate was never wrong.
        error: mean deviation of the table's steps, 0–1.
        worst: largest deviation of a step with at least `LEAST` cases, 0–1; None without such a step.
        table: steps that hold any case.
    """

    n: int
    late: int
    brier: float | None = None
    base: float | None = None
    skill: float | None = None
    error: float | None = None
    worst: float | None = None
    table: tuple[Step, ...] = ()


def scored(told: Told) -> Score:
    """Return the score of forecasts; of too few only how many they are."""
    n, late = len(told.came), int(told.came.sum())
    if n < LEAST:
        return Score(n, late)
    brier, base = (float(np.mean((said - told.came) ** 2)) for said in (told.late, told.base))
    table = _table(told)
    off = [(abs(step.told - step.came), step.n) for step in table]
    large = [gap for gap, size in off if size >= LEAST]
    return Score(n, late, brier, base, 1 - brier / base if base else None, sum(gap * size for gap, size in off) / n,
                 max(large) if large else None, table)


def _table(told: Told) -> tuple[Step, ...]:
    place = np.minimum((told.late * STEPS).astype(int), STEPS - 1)
    found: list[Step] = []
    for step in range(STEPS):
        here = place == step
        n, k = int(here.sum()), int(told.came[here].sum())
        if n:
            found.append(Step(step / STEPS, (step + 1) / STEPS, n, float(told.late[here].mean()), k / n, *wilson(k, n)))
    return tuple(found)


def joined(parts: list[Told]) -> Told:
    """Return forecasts of several moments as one."""
    if not parts:
        return Told(np.zeros(0), np.zeros(0), np.zeros(0, bool), ())
    return Told(np.concatenate([part.late for part in parts]), np.concatenate([part.base for part in parts]),
                np.concatenate([part.came for part in parts]),
                tuple(channel for part in parts for channel in part.channels))
