"""What the town's policy says of forecasts; apart from their mathematics, which takes long to load."""

from __future__ import annotations

from typing import NamedTuple


class Way(NamedTuple):
    """How curves are learnt: what a day off counts (`worked`), and the cases lent by a parent (`survival.hazards`)."""

    idle: float
    strength: float


class Bounds(NamedTuple):
    """What forecasts learn from, by policy.

    Attributes:
        threshold: probability from which on a case is likely late, 0–1.
        least: closed cases without which nothing is foreseen.
        window_days: how many days of receipts are learnt from; `most`: how many of the newest of them.
        ways: from which the best for the town is chosen, see `learning`; the first where it is too young to choose.
    """

    threshold: float
    least: int
    window_days: int
    most: int
    ways: tuple[Way, ...]
