"""What the town's policy says of forecasts; apart from their mathematics, which takes long to load."""

from __future__ import annotations

from typing import NamedTuple


class Bounds(NamedTuple):
    """What forecasts learn from, by policy.

    Attributes:
        threshold: probability from which on a case is likely late, 0–1.
        least: closed cases without which nothing is foreseen.
        window_days: how many days of receipts are learnt from; `most`: how many of the newest of them.
        strength: cases of the parent that each group is given, see `survival.hazards`.
    """

    threshold: float
    least: int
    window_days: int
    most: int
    strength: float
