"""From degrees to metres around a town, so that nothing is ever measured in degrees."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Metres = NDArray[np.float64]
"""Rows of (east, north) in metres from the centre."""
EARTH_M = 6_371_008.8
"""Mean radius of the Earth."""


class Ground(NamedTuple):
    """A plane through `lat`, `lon`, on which a degree of longitude is as long as at that latitude (39.2 km at 69.4°).

    Distances are off by less than 0.5 % (the ellipsoid) plus 0.04 % for each kilometre from the centre to north or
    south at 69.4°: for a town that is less than the width of a house.
    """

    lat: float
    lon: float

    def metres(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Metres:
        """Return points of the plane for WGS84 degrees."""
        east = np.radians(lon - self.lon) * np.cos(np.radians(self.lat))
        return np.column_stack((east, np.radians(lat - self.lat))) * EARTH_M

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """Return (lat, lon) of a point of the plane."""
        lat = self.lat + float(np.degrees(north / EARTH_M))
        return lat, self.lon + float(np.degrees(east / EARTH_M / np.cos(np.radians(self.lat))))


def built_up_m2(points: Metres, cell_m: float = 100.0) -> float:
    """Return the area in square metres of the squares of a grid in which anything ever happened."""
    return float(len(np.unique(np.floor(points / cell_m), axis=0))) * cell_m * cell_m
