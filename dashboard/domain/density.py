"""Dense groups of points, each within its own topic: DBSCAN in metres, for all topics in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.projection import Metres

APART_M = 1_000_000.0
"""How far apart topics are put in a third direction, so that none has neighbours of another."""
Labels = NDArray[np.intp]
"""For each point the number of its group, −1 for none."""


class Heaps(NamedTuple):
    """Groups of points: labels, and per group its topic, count, centre and the radius in metres that covers it."""

    labels: Labels
    topics: NDArray[np.intp]
    counts: NDArray[np.intp]
    centres: Metres
    radii: NDArray[np.float64]


def dense(points: Metres, topics: NDArray[np.intp], eps_m: float, least: int) -> Labels:
    """Return DBSCAN's groups: `least` points within `eps_m`, oneself included, make a core.

    Points of one topic within the same metre count as one place of so much weight, so that a thousand cases at one
    address cost no more than one.
    """
    # Loading SciPy takes longer than most commands need altogether.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from scipy.spatial import cKDTree  # noqa: PLC0415
    cells = np.column_stack((np.round(points), topics * APART_M))
    places, place_of, weights = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    pairs = cKDTree(places).query_pairs(eps_m, output_type="ndarray")
    near = weights.astype(np.float64)
    near += np.bincount(pairs[:, 0], weights[pairs[:, 1]], len(places))
    near += np.bincount(pairs[:, 1], weights[pairs[:, 0]], len(places))
    core = near >= least
    labels = np.full(len(places), -1, dtype=np.intp)
    joined = pairs[core[pairs[:, 0]] & core[pairs[:, 1]]]
    graph = coo_array((np.ones(len(joined), dtype=np.int8), (joined[:, 0], joined[:, 1])), (len(places), len(places)))
    component = connected_components(graph, directed=False)[1]
    labels[core] = np.unique(component[core], return_inverse=True)[1]
    for this, other in ((0, 1), (1, 0)):
        edge = pairs[core[pairs[:, this]] & ~core[pairs[:, other]]]
        labels[edge[:, other]] = labels[edge[:, this]]
    found: Labels = labels[place_of.reshape(-1)]
    return found


def heaps(points: Metres, topics: NDArray[np.intp], ladder: tuple[float, ...], least: int, widest_m: float) -> Heaps:
    """Return the dense groups that fit into a circle of radius `widest_m`.

    What is too wide for the first distance of the ladder is looked at with the next, smaller one; what is too wide
    for all of them is no heap.
    """
    labels = np.full(len(points), -1, dtype=np.intp)
    left = np.arange(len(points))
    made = 0
    for eps_m in ladder:
        if len(left) < least:
            break
        found = dense(points[left], topics[left], eps_m, least)
        _, radii = circles(points[left], found)
        fits = np.append(radii <= widest_m, False)
        numbers = np.append(np.cumsum(fits[:-1]) - 1 + made, -1)
        taken = fits[found]
        labels[left[taken]] = numbers[found[taken]]
        made += int(fits.sum())
        left = left[(found >= 0) & ~taken]
    centres, radii = circles(points, labels)
    counts = np.bincount(labels[labels >= 0], minlength=made)
    topic = np.zeros(made, dtype=np.intp)
    topic[labels[labels >= 0]] = topics[labels >= 0]
    return Heaps(labels, topic, counts, centres, radii)


def circles(points: Metres, labels: Labels) -> tuple[Metres, NDArray[np.float64]]:
    """Return of each group the middle of its extent and the distance from there to its farthest point."""
    inside = labels >= 0
    numbers, members = labels[inside], points[inside]
    many = int(numbers.max()) + 1 if len(numbers) else 0
    low, high = np.full((many, 2), np.inf), np.full((many, 2), -np.inf)
    np.minimum.at(low, numbers, members)
    np.maximum.at(high, numbers, members)
    centres = (low + high) / 2
    radii = np.zeros(many)
    np.maximum.at(radii, numbers, np.hypot(*(members - centres[numbers]).T))
    return centres, radii
