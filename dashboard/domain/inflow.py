"""How surprising an inflow is: Poisson's tail, paid for looking at many topics and places at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, lgamma, log

WEEKS_DAYS = 56
"""Days of history from which the usual inflow is taken."""
LEAST_DAYS = 28
"""Days of history under which nothing is called usual: unknown is not zero."""
PRIOR = 0.5
"""Questions that even a place without history is expected to have had: never seen does not mean impossible."""


def tail(n: int, expected: float) -> float:
    """Return the probability that Poisson's law of this mean gives n or more."""
    if n <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    if n <= expected:
        return 1.0 - sum(exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(n))
    found, term, k = 0.0, exp(n * log(expected) - expected - lgamma(n + 1)), n
    while term > found * 1e-17:
        found += term
        k += 1
        term *= expected / k
    return found


def expected_of(former: Mapping[str, int], known_days: Mapping[str, int], days: float) -> float:
    """Return how many questions are expected in so many days.

    Args:
        former: source → its questions in its known days before.
        known_days: source → how many days before are known of it, 28 to 56.
        days: length of the time looked at, parts of a day included.
    """
    rate = sum(n / known_days[source] for source, n in former.items()) + PRIOR / WEEKS_DAYS
    return rate * days


def by_chance(n: int, expected: float, looks: int) -> float:
    """Return how probable so many are by chance alone somewhere among so many looks (Bonferroni), 0–1."""
    return min(1.0, tail(n, expected) * looks)
