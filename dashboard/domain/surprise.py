"""How surprising a heap is beside what is usual there, and how often chance alone would make one as surprising.

The statistic is the Poisson log-likelihood ratio of Kulldorff's scan (1997); its null distribution is drawn anew
for the town at hand, and only the most surprising heap of each drawn town counts: so looking at many topics and
places at once is paid for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, expm1, pi, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.density import APART_M, Heaps
from dashboard.domain.projection import Metres

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

LEAST_RADIUS_M = 50.0
"""A place is never narrower than this: one house and the ground before it."""
PRIOR_CASES = 50.0
"""How many cases of its own a topic needs until its own map weighs as much as the map of all topics."""


def tree_of(places: NDArray[np.float64]) -> cKDTree:
    """Return a search tree of places."""
    from scipy.spatial import cKDTree  # noqa: PLC0415  (loading SciPy takes longer than most commands need)
    return cKDTree(places)


class Cases(NamedTuple):
    """Points of the plane with the number of their topic."""

    at: Metres
    topics: NDArray[np.intp]

    def tree(self) -> cKDTree:
        """Return a search tree in which topics are apart."""
        return tree_of(np.column_stack((self.at, self.topics * APART_M)))


class Usual:
    """What the year before and all other topics let us expect of a place.

    Args:
        recent: the cases looked at.
        former: those of the history.
        everywhere: all that lie somewhere, whatever their topic.
        topics: how many topics there are.
    """

    def __init__(self, recent: Cases, former: Cases, everywhere: Metres, topics: int) -> None:
        self._recent, self._everywhere = recent, everywhere
        order = np.argsort(former.topics, kind="stable")
        self._former = Cases(former.at[order], former.topics[order])
        self._all_tree, self._tree = tree_of(everywhere), self._former.tree()
        self._now = np.bincount(recent.topics, minlength=topics)
        self._before = np.bincount(former.topics, minlength=topics)
        self._first = np.cumsum(self._before) - self._before

    def former(self, heaps: Heaps) -> NDArray[np.float64]:
        """Return how many cases of its topic the history has at the place of each heap."""
        if not len(heaps.counts) or not len(self._former.topics):
            return np.zeros(len(heaps.counts))
        centres = np.column_stack((heaps.centres, heaps.topics * APART_M))
        found: NDArray[np.float64] = self._tree.query_ball_point(
            centres, np.maximum(heaps.radii, LEAST_RADIUS_M), return_length=True).astype(np.float64)
        return found

    def surprise(self, heaps: Heaps) -> NDArray[np.float64]:
        """Return of each heap the log-likelihood ratio of its count against the one expected; 0 where it is fewer.

        Expected is the topic's present total times the place's share: of the topic's own history, leaning on all
        topics while that is short, and at least the share of all topics. So a topic that grows everywhere, as snow
        does, makes no heap; nor does one that has always been told of this place alone: its inflow shows it.
        """
        if not len(heaps.counts):
            return np.zeros(0)
        radii = np.maximum(heaps.radii, LEAST_RADIUS_M)
        town = self._all_tree.query_ball_point(heaps.centres, radii, return_length=True) / len(self._everywhere)
        own = (self.former(heaps) + PRIOR_CASES * town) / (self._before[heaps.topics] + PRIOR_CASES)
        expected = self._now[heaps.topics] * np.maximum(own, town)
        ratio: NDArray[np.float64] = np.where(
            heaps.counts > expected, heaps.counts * np.log(heaps.counts / expected) - (heaps.counts - expected), 0.0)
        return ratio

    def shuffled(self, times: int, seed: int) -> Iterator[Metres]:
        """Yield other places for the recent cases, drawn from where their topic, or any, usually is."""
        draw = np.random.default_rng(seed)
        topics = self._recent.topics
        before = self._before[topics]
        own_map = before / (before + PRIOR_CASES)
        for _ in range(times):
            of_all = self._everywhere[draw.integers(len(self._everywhere), size=len(topics))]
            own = draw.random(len(topics)) < own_map
            picked = self._first[topics[own]] + draw.integers(before[own])
            of_all[own] = self._former.at[picked]
            yield of_all


def chance(surprise: float, drawn: Sequence[float]) -> float:
    """Return how probable it is that chance alone makes a town whose most surprising heap is as surprising.

    The rank among the drawn towns; beyond all of them the tail of Gumbel's distribution fitted to them by moments
    (Abrams, Kulldorff, Kleinman 2010), never more than that rank.
    """
    above = sum(1 for other in drawn if other >= surprise)
    rank = (above + 1) / (len(drawn) + 1)
    mean = sum(drawn) / len(drawn)
    deviation = sqrt(sum((other - mean) ** 2 for other in drawn) / len(drawn))
    if above or deviation == 0.0:
        return rank
    scale = deviation * sqrt(6) / pi
    tail = -expm1(-exp(-(surprise - mean + np.euler_gamma * scale) / scale))
    return min(rank, tail)
