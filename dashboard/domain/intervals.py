"""Intervals that say how much a share may be believed."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
"""Quantile of the normal distribution for a two-sided interval of 95 %."""


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of `k` out of `n` as shares 0–1; (0, 1) for nothing of nothing."""
    if n == 0:
        return 0.0, 1.0
    share, zz = k / n, z * z
    centre = (share + zz / (2 * n)) / (1 + zz / n)
    half = z / (1 + zz / n) * sqrt(share * (1 - share) / n + zz / (4 * n * n))
    # At the ends the bound is exact; rounding would put it beside the share it must hold.
    return 0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half)
