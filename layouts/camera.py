"""Where a place of the town stands in a map's window: Web Mercator arithmetic of the map, done on the server.

The wall's map does not move under a hand, so that words can be laid over it exactly. Lengths are px of the design
height (1080); the wall's script scales the map, and the words are placed in vh.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh, atan, degrees, log2, pi, radians, sinh, tan

from layouts.plan import Plan

TILE = 512.0


@dataclass(frozen=True, slots=True)
class Window:
    """A map's window in design px, and the margins that the town must leave free (left, top, right, bottom)."""

    width: float
    height: float
    margins: tuple[float, float, float, float] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Camera:
    """The centre of the window in degrees, and the zoom."""

    lat: float
    lon: float
    zoom: float

    def spot(self, lat: float, lon: float) -> tuple[float, float]:
        """Return how far right of and below the window's centre a place stands, in design px."""
        size = TILE * 2**self.zoom
        x, y = _flat(lat, lon)
        x0, y0 = _flat(self.lat, self.lon)
        return (x - x0) * size, (y - y0) * size


def _flat(lat: float, lon: float) -> tuple[float, float]:
    """Return the place in the unit square of Web Mercator, y downwards."""
    return lon / 360 + 0.5, 0.5 - asinh(tan(radians(lat))) / (2 * pi)


def _round(x: float, y: float) -> tuple[float, float]:
    return degrees(atan(sinh((0.5 - y) * 2 * pi))), (x - 0.5) * 360


def fit(plan: Plan, window: Window) -> Camera:
    """Return the camera that shows the whole town inside the window's margins."""
    left, top, right, bottom = window.margins
    x0, y0 = _flat(plan.north, plan.west)
    x1, y1 = _flat(plan.south, plan.east)
    wide, high = window.width - left - right, window.height - top - bottom
    zoom = log2(min(wide / max(x1 - x0, 1e-9), high / max(y1 - y0, 1e-9)) / TILE)
    size = TILE * 2**zoom
    lat, lon = _round((x0 + x1) / 2 + (right - left) / 2 / size, (y0 + y1) / 2 + (bottom - top) / 2 / size)
    return Camera(lat, lon, zoom)
