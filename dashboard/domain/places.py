"""Points that mean "no address": where a source puts what it could not find.

One point of Boston's carries every seventh case; a naive clustering calls it the city's worst spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.asking import Point

TOLD = "default"
"""The `place` by which a source itself says that a point is no place."""
SAME_PLACE = 5
"""Decimals of a degree by which coordinates are one place: about a metre."""
LEAST_CASES, LEAST_SHARE, TIMES_OTHERS, OTHERS = 20, 0.05, 4, 10
BROAD, PART_OF_TOWN = 5.0, 0.5


class DefaultPoint(NamedTuple):
    """A point that is no place: how many cases lie on it, of how many topics, and whether its source says so."""

    lat: float
    lon: float
    n: int
    topics: int
    told: bool


def default_points(points: Sequence[Point], named: Sequence[tuple[float, float]] = ()) -> tuple[DefaultPoint, ...]:
    """Return the points that are no places, most cases first.

    They are those that a source or the town (`named`, WGS84) calls so, and those that nobody names but that carry an
    implausible share of everything: at least 20 cases and 5 % of all, four times the median of the ten next fullest
    points, and of at least five equally frequent topics (exponential of the entropy; of half as many as the whole
    town's, where that is less). An outage at one house is of one topic; "no address" is of all.
    """
    if not points:
        return ()
    coordinates, spots, counts = _spots(points)
    topics = np.unique([point.topic for point in points], return_inverse=True)[1]
    named_too = {(round(lat, SAME_PLACE), round(lon, SAME_PLACE)) for lat, lon in named}
    told = {int(spot) for spot, point in zip(spots, points, strict=True) if point.place == TOLD}
    told |= {spot for spot, (lat, lon) in enumerate(coordinates) if (lat, lon) in named_too}
    found = told | {int(spot) for spot in _crowded(counts) if _mixed(topics, topics[spots == spot])}
    listed = [DefaultPoint(*coordinates[spot], n=int(counts[spot]), topics=len(np.unique(topics[spots == spot])),
                           told=spot in told) for spot in found]
    return tuple(sorted(listed, key=lambda point: (-point.n, point.lat, point.lon)))


def placed(points: Sequence[Point], defaults: Sequence[DefaultPoint]) -> list[Point]:
    """Return the points that are places: without the default points and without those of which nothing is known."""
    excluded = {(round(point.lat, SAME_PLACE), round(point.lon, SAME_PLACE)) for point in defaults}
    return [point for point in points if point.place not in ("", TOLD)
            and (round(point.lat, SAME_PLACE), round(point.lon, SAME_PLACE)) not in excluded]


def _spots(points: Sequence[Point]) -> tuple[list[tuple[float, float]], NDArray[np.intp], NDArray[np.intp]]:
    """Return the distinct coordinates, of each point the number of its own, and how many points each has."""
    numbers: dict[tuple[float, float], int] = {}
    spots = [numbers.setdefault((round(p.lat, SAME_PLACE), round(p.lon, SAME_PLACE)), len(numbers)) for p in points]
    found = np.array(spots, dtype=np.intp)
    return list(numbers), found, np.bincount(found)


def _crowded(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    fullest = np.sort(counts)[::-1]
    candidates = np.flatnonzero((counts >= LEAST_CASES) & (counts >= LEAST_SHARE * counts.sum()))
    others = fullest[len(candidates):len(candidates) + OTHERS]
    usual = float(np.median(others)) if len(others) else 0.0
    return candidates[counts[candidates] >= TIMES_OTHERS * usual] if usual else candidates[:0]


def _mixed(everywhere: NDArray[np.intp], here: NDArray[np.intp]) -> bool:
    return _breadth(here) >= max(2.0, min(BROAD, PART_OF_TOWN * _breadth(everywhere)))


def _breadth(topics: NDArray[np.intp]) -> float:
    """Return the number of equally frequent topics that would be as mixed as these."""
    shares = np.bincount(topics) / len(topics)
    shares = shares[shares > 0]
    return float(np.exp(-(shares * np.log(shares)).sum()))
