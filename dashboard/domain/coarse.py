"""Heaps as those outside may see them: of three cases or more, not at a house but in the middle of a map's cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, cos, floor, radians

from dashboard.domain.clusters import Cluster
from dashboard.domain.disclosure import K_PLACE

CELL_M, STEP_M = 100.0, 50.0
"""Side of the map's cells, and to what the radius of a heap is rounded up, in metres."""
METRES_PER_DEGREE = 111_320.0


def coarse(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Return the heaps of at least three cases, moved to the middle of their cell, without the numbers of cases."""
    return tuple(_coarse(cluster) for cluster in clusters if cluster.n >= K_PLACE)


def _coarse(cluster: Cluster) -> Cluster:
    lat, lon = cell(cluster.lat, cluster.lon)
    return replace(cluster, lat=lat, lon=lon, radius_m=max(1, ceil(cluster.radius_m / STEP_M)) * STEP_M, members=())


def cell(lat: float, lon: float) -> tuple[float, float]:
    """Return the middle of the cell of 100 × 100 m in which a place lies, WGS84."""
    high = CELL_M / METRES_PER_DEGREE
    middle = (floor(lat / high) + 0.5) * high
    wide = high / max(cos(radians(middle)), 1e-6)
    return round(middle, 6), round((floor(lon / wide) + 0.5) * wide, 6)
