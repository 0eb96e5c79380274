"""The town's plan on paper: a GeoJSON in degrees becomes millimetres of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Any

import orjson

METRES_PER_DEGREE = 111_320.0
MARGIN = 0.06
"""Of the town's larger side, left free around its houses."""
NEAR_M = 150.0
LETTER, APART, TRIES = 1.15, 3.0, 6
"""Width of a letter and least distance of two names in millimetres; pieces of a street tried for its name."""
Spot = tuple[float, float]
Line = list[Spot]
WATERS = frozenset({"water", "shore", "bay"})


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing of the plan: its kind and name, and its rings or lines in degrees (longitude, latitude)."""

    kind: str
    name: str
    lines: tuple[Line, ...]
    closed: bool


class Ground:
    """The plan fitted into a sheet of width × height millimetres; a town is small enough for a flat projection.

    Args:
        shapes: of the plan.
        size: of the sheet.
    """

    def __init__(self, shapes: Iterable[Shape], size: Spot) -> None:
        self.shapes = tuple(shapes)
        self.width, self.height = size
        built = [s for s in self.shapes if s.kind == "house"] or list(self.shapes)
        spots = [spot for shape in built for line in shape.lines for spot in line]
        lons, lats = [lon for lon, _ in spots], [lat for _, lat in spots]
        self._lon, self._lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        self._across = METRES_PER_DEGREE * cos(radians(self._lat))
        wide, high = (max(lons) - min(lons)) * self._across, (max(lats) - min(lats)) * METRES_PER_DEGREE
        free = 1 + 2 * MARGIN
        self.scale = min(self.width / (wide * free), self.height / (high * free))

    def at(self, lon: float, lat: float) -> Spot:
        """Return a place in millimetres from the sheet's left upper corner."""
        east, north = (lon - self._lon) * self._across, (lat - self._lat) * METRES_PER_DEGREE
        return self.width / 2 + east * self.scale, self.height / 2 - north * self.scale

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a place lies on the sheet."""
        x, y = self.at(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def path(self, shape: Shape) -> str:
        """Return a shape as the `d` of an SVG path."""
        end = "Z" if shape.closed else ""
        return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in (self.at(*p) for p in line)) + end
                       for line in shape.lines)

    @cached_property
    def streets(self) -> tuple[Shape, ...]:
        """The named lines of the plan."""
        return tuple(s for s in self.shapes if s.kind == "street" and s.name and not s.closed)

    def street_at(self, lon: float, lat: float) -> str:
        """Return the nearest street within 150 m, or ""."""
        here = self.at(lon, lat)
        near = min(((_away(here, self.at(*a), self.at(*b)) / self.scale, s.name)
                    for s in self.streets for line in s.lines for a, b in pairwise(line)), default=(NEAR_M + 1, ""))
        return near[1] if near[0] <= NEAR_M else ""

    def names(self) -> Iterator[tuple[str, Spot, float]]:
        """Yield (name, middle, angle in degrees) of each street, along its longest piece where no name stands yet."""
        taken: list[Spot] = []
        for street in self.streets:
            pieces = [(self.at(*a), self.at(*b)) for line in street.lines for a, b in pairwise(line)]
            for (x1, y1), (x2, y2) in (sorted(piece) for piece in sorted(pieces, key=_length, reverse=True)[:TRIES]):
                (x, y), angle = ((x1 + x2) / 2, (y1 + y2) / 2), atan2(y2 - y1, x2 - x1)
                half = LETTER * len(street.name) / 2
                along = [(x + half * part / 4 * cos(angle), y + half * part / 4 * sin(angle)) for part in range(-4, 5)]
                whole = all(0 < a < self.width and APART < b < self.height for a, b in along)
                if whole and all(hypot(a - c, b - d) > APART for a, b in along for c, d in taken):
                    taken += along
                    yield street.name, (x, y), degrees(angle)
                    break


def _length(piece: Iterable[Spot]) -> float:
    (x1, y1), (x2, y2) = piece
    return hypot(x2 - x1, y2 - y1)


def _away(here: Spot, a: Spot, b: Spot) -> float:
    """Return the distance from a place to a piece of a line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else max(0.0, min(1.0, ((here[0] - a[0]) * dx + (here[1] - a[1]) * dy) / length))
    return hypot(a[0] + along * dx - here[0], a[1] + along * dy - here[1])


def shapes_of(plan: Path) -> list[Shape]:
    """Return the areas and lines of a GeoJSON file; points and what is of no kind known to GeoJSON are left out."""
    return [shape for feature in orjson.loads(plan.read_bytes())["features"] if (shape := _shape(feature))]


def _shape(feature: Mapping[str, Any]) -> Shape | None:
    geometry, told = feature.get("geometry") or {}, feature.get("properties") or {}
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}.get(geometry.get("type", ""))
    if depth is None:
        return None
    lines: list[Any] = [geometry["coordinates"]]
    for _ in range(depth):
        lines = list(chain.from_iterable(lines))
    kind = "water" if told.get("kind") in WATERS else "house" if told.get("house") else str(told.get("kind") or "")
    closed = "Polygon" in geometry["type"]
    return Shape(kind, str(told.get("name") or ""), tuple([(p[0], p[1]) for p in line] for line in lines), closed)
