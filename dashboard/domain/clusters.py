"""Heaps of cases at a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cluster:
    """A heap: place in WGS84, radius in metres, cases, the usual count there."""

    id: str
    lat: float
    lon: float
    radius_m: float
    n: int
    usual: float
    topics: tuple[str, ...]
    since_on: date
    until_on: date
    members: tuple[int, ...]
    p: float
    days_by_chance: float | None
