"""What the desk's panels draw from, besides the board: where the listed houses stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from layouts.desk.glance import PREVIOUS
from layouts.screens import Sight


@dataclass(frozen=True, slots=True)
class DeskSight(Sight):
    """A sight with places.

    Attributes:
        places: member of `level` → latitude and longitude in WGS84 degrees.
        level: `house`, or `street` where no house is known.
        without_place: how many of the listed questions stand nowhere on the map.
        daily: civil day → questions received, in the period and in the eight weeks before it.
        daily_since: the day from which the town is known, or None while nothing is.
        compare: the base of all changes, see `Glance.compare`.
    """

    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    level: str = "house"
    without_place: int = 0
    compare: str = PREVIOUS
    daily: Mapping[date, int] = field(default_factory=dict)
    daily_since: date | None = None
