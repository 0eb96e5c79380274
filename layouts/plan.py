"""The plan of the town as the screens use it: where it lies, its streets, whether it is a scheme; and its style.

Styles never name `glyphs`, so that letters come from local fonts and no host is asked (architecture §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from layouts.theme import LOOKS

Point = tuple[float, float]
"""Longitude and latitude in WGS84 degrees, in GeoJSON's order."""
METRES_PER_DEGREE = 111_320.0
NEAR_STREET_M = 150.0
BUILT = ("house", "landmark")
GeoJson = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Extent of the houses in degrees, named streets as lines, whether the plan is only a scheme, or not drawn."""

    west: float
    south: float
    east: float
    north: float
    streets: tuple[tuple[str, tuple[Point, ...]], ...] = ()
    scheme: bool = False
    drawn: bool = True

    def street_at(self, lat: float, lon: float) -> str | None:
        """Return the nearest street within 150 m, or None."""
        near = min(((self._metres(lat, lon, line), name) for name, line in self.streets), default=None)
        return near[1] if near and near[0] <= NEAR_STREET_M else None

    def _metres(self, lat: float, lon: float, line: tuple[Point, ...]) -> float:
        across = METRES_PER_DEGREE * cos(radians(lat))
        flat = [((x - lon) * across, (y - lat) * METRES_PER_DEGREE) for x, y in line]
        return min(_to_segment(a, b) for a, b in zip(flat, flat[1:], strict=False))


def _to_segment(a: Point, b: Point) -> float:
    """Return the distance in metres from the origin to the segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length))
    return hypot(a[0] + along * dx, a[1] + along * dy)


def plan_around(lat: float, lon: float) -> Plan:
    """Return an empty plan of 2 × 1.5 km around a centre: a room without a plan file."""
    half_lon = 1000 / (METRES_PER_DEGREE * cos(radians(lat)))
    half_lat = 750 / METRES_PER_DEGREE
    return Plan(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat, drawn=False)


def plan_of(drawn: GeoJson) -> Plan:
    """Return the plan of a GeoJSON with `kind` house, street, road …; `scheme: true` says it is only a scheme."""
    features = drawn["features"]
    houses = [f for f in features if f["properties"].get("kind") in BUILT] or features
    points = [point for f in houses for point in _points(f["geometry"]["coordinates"])]
    lines = tuple(
        (str(f["properties"]["name"]), tuple((x, y) for x, y, *_ in f["geometry"]["coordinates"]))
        for f in features if f["geometry"]["type"] == "LineString" and f["properties"].get("name")
    )
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Plan(min(xs), min(ys), max(xs), max(ys), lines, bool(drawn.get("scheme")))


def _points(coordinates: Any) -> Iterable[Point]:
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
    else:
        for part in coordinates:
            yield from _points(part)


def style(look: str, scale: float, source: str) -> dict[str, Any]:
    """Return a MapLibre style of the plan at `source` in a look's colours; letters and lines × `scale`."""
    colour = LOOKS[look]
    return {
        "version": 8,
        "sources": {"plan": {"type": "geojson", "data": source},
                    # One coarse tile holds the whole town, so that a bay is named once and not in every tile.
                    "names": {"type": "geojson", "data": source, "maxzoom": 8, "tolerance": 0}},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": colour["land"]}},
            _fill("water", ["water"], colour["water"], colour["line"]),
            _fill("houses", ["house", "landmark"], colour["house"], colour["street"]),
            {"id": "streets", "type": "line", "source": "plan", "filter": _kinds("street", "road"),
             "layout": {"line-cap": "round", "line-join": "round"},
             "paint": {"line-color": colour["street"], "line-width": 4 * scale}},
            _names("streets", _kinds("street", "road"), colour, 22 * scale) | {"layout": _along(22 * scale)},
            _names("water", _kinds("water"), colour, 24 * scale) | {"source": "names"},
        ],
    }


def _kinds(*kinds: str) -> list[Any]:
    return ["in", ["get", "kind"], ["literal", list(kinds)]]


def _fill(key: str, kinds: list[str], colour: str, edge: str) -> dict[str, Any]:
    return {"id": key, "type": "fill", "source": "plan", "filter": _kinds(*kinds),
            "paint": {"fill-color": colour, "fill-outline-color": edge}}


def _names(key: str, which: list[Any], colour: Mapping[str, str], size: float) -> dict[str, Any]:
    return {"id": f"names-of-{key}", "type": "symbol", "source": "plan", "filter": which,
            "layout": {"text-field": ["get", "name"], "text-font": ["Noto Sans", "sans-serif"], "text-size": size},
            "paint": {"text-color": colour["muted"], "text-halo-color": colour["land"], "text-halo-width": 2}}


def _along(size: float) -> dict[str, Any]:
    return {"text-field": ["get", "name"], "text-font": ["Noto Sans", "sans-serif"], "text-size": size,
            "symbol-placement": "line", "text-letter-spacing": 0.02, "text-max-angle": 40}
