"""Draws the schematic plan of the town from the sketch: `python -m datasources.demo.draw` rewrites plan.geojson.

Seeded: the same sketch gives the same file to the byte. Metres of EPSG:32636 inside, WGS84 in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml
from pyproj import Transformer
from scipy.interpolate import CubicSpline
from shapely import MultiPolygon, Polygon, affinity, box
from shapely.geometry import LineString, Point, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

HERE = Path(__file__).parent
FORMS: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "slab": ((52, 84), (12, 13)), "end": ((12, 13), (46, 66)), "tower": ((22, 26), (18, 22)),
    "low": ((24, 36), (11, 13)),
}
"""Form of a house → (from, to) of its front along the street and of its depth, metres."""
Shapes = list[tuple[BaseGeometry, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a street: +1 is on the left of its direction, where odd numbers stand."""

    line: LineString
    half: float
    hand: int

    def plot(self, along: float, front: float, depth: float, setback: float) -> Polygon:
        """Return the rectangle of a house whose middle lies `along` the street, turned with it."""
        start, end = (self.line.interpolate(along + step) for step in (-front / 2, front / 2))
        angle = float(np.arctan2(end.y - start.y, end.x - start.x))
        away = self.hand * (self.half + setback + depth / 2)
        middle = self.line.interpolate(along)
        x, y = middle.x - np.sin(angle) * away, middle.y + np.cos(angle) * away
        return affinity.rotate(box(x - front / 2, y - depth / 2, x + front / 2, y + depth / 2), np.degrees(angle))


def curve(points: Sequence[Sequence[float]]) -> LineString:
    """Return a smooth line through the points, thinned to half a metre."""
    knots = np.asarray(points, dtype=float)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(knots, axis=0).T) ** 0.5)])
    line = LineString(CubicSpline(along, knots)(np.linspace(0, along[-1], 20 * len(knots))))
    return LineString(line.simplify(0.5))


def lay_water(sketch: Mapping[str, Any]) -> Shapes:
    """Return the bay and the lake."""
    found: Shapes = []
    for water in sketch["water"]:
        if "ring" in water:
            ring = Polygon(water["ring"]).buffer(-45).buffer(60).simplify(0.7)
        else:
            ring = Polygon([*curve(water["shore"]).coords, *map(tuple, water["far"])])
        found.append((ring, {"kind": "water", "name": water["name"]}))
    return found


def lay_lines(sketch: Mapping[str, Any], group: str, kind: str) -> Shapes:
    """Return streets or roads with their width in metres."""
    return [(curve(s["line"]), {"kind": kind, "name": s["name"], "width": s["width"]}) for s in sketch[group]]


def lay_landmarks(sketch: Mapping[str, Any]) -> Shapes:
    """Return the public buildings."""
    found: Shapes = []
    for mark in sketch["landmarks"]:
        (x, y), (wide, deep) = mark["at"], mark["size"]
        shape = affinity.rotate(box(x - wide / 2, y - deep / 2, x + wide / 2, y + deep / 2), mark["turn"])
        address = {"house": mark["address"]} if "address" in mark else {}
        found.append((shape, {"kind": "landmark", "name": mark["name"], **address}))
    return found


def build(street: Mapping[str, Any], side: Side, taken: list[BaseGeometry], rng: Random) -> Iterator[Polygon]:
    """Yield the houses of one side of a street; `taken` grows by them."""
    along = rng.uniform(16, 40)
    forms, weights = zip(*street["forms"].items(), strict=True)
    while along < side.line.length - 20:
        front, depth = (rng.uniform(*span) for span in FORMS[rng.choices(forms, weights)[0]])
        plot = side.plot(along + front / 2, front, depth, rng.choice((11, 12, 14, 18)))
        near = plot.buffer(8)
        if along + front > side.line.length - 8 or any(near.intersects(other) for other in taken):
            along += 9
            continue
        taken.append(plot)
        yield plot
        along += front + rng.uniform(24, 52)


def lay_houses(sketch: Mapping[str, Any], taken: list[BaseGeometry], rng: Random) -> Shapes:
    """Return the houses along all streets, odd numbers on the left, even on the right."""
    found: Shapes = []
    for street in sketch["streets"]:
        line = curve(street["line"])
        for hand in (1, -1):
            number = (1 if hand == 1 else 2) + street.get("first", 0) * (hand == 1)
            for plot in build(street, Side(line, street["width"] / 2, hand), taken, rng):
                house = f"{street['name']}, {number}"
                found.append((plot, {"kind": "house", "street": street["name"], "house": house}))
                number += 2
    return found


def lay_districts(sketch: Mapping[str, Any], houses: Shapes) -> Shapes:
    """Return the districts: the built-up ground, cut along the dividing streets."""
    ground = unary_union([shape for shape, _ in houses]).convex_hull.buffer(35)
    cuts = [_prolonged(curve(s["line"])) for s in sketch["streets"] if s["name"] in sketch["districts"]["dividers"]]
    pieces = [p for p in polygonize(unary_union([*cuts, ground.exterior])) if ground.contains(p.representative_point())]
    seats = {name: [at, *sketch["districts"].get("joined", {}).get(name, [])]
             for name, at in sketch["districts"]["names"].items()}
    found: Shapes = []
    for name, points in seats.items():
        shape = unary_union([p for p in pieces if any(p.contains(Point(at)) for at in points)])
        pieces = [p for p in pieces if not shape.contains(p.representative_point())]
        found.append((shape, {"kind": "district", "district": name}))
    return _with_scraps(found, pieces)


def _with_scraps(districts: Shapes, scraps: Sequence[Polygon]) -> Shapes:
    """Return the districts, each joined with the scraps that border it longest."""
    for scrap in scraps:
        borders = [shape.intersection(scrap).length for shape, _ in districts]
        nearest = borders.index(max(borders))
        districts[nearest] = (districts[nearest][0].union(scrap), districts[nearest][1])
    return [(shape.buffer(0).simplify(1), told) for shape, told in districts]


def _prolonged(line: LineString, by: float = 400) -> LineString:
    xy = np.asarray(line.coords)
    ends = [xy[0] + (xy[0] - xy[1]) / np.hypot(*(xy[0] - xy[1])) * by, xy[-1] + (xy[-1] - xy[-2])
            / np.hypot(*(xy[-1] - xy[-2])) * by]
    return LineString([ends[0], *xy, ends[1]])


def plan(sketch: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole plan as GeoJSON; properties `kind`: water, district, road, street, house, landmark."""
    water, roads = lay_water(sketch), lay_lines(sketch, "roads", "road")
    streets, marks = lay_lines(sketch, "streets", "street"), lay_landmarks(sketch)
    taken = [shape.buffer(14) for shape, _ in water] + [shape.buffer(8) for shape, _ in marks]
    taken += [shape.buffer(told["width"] / 2 + 1) for shape, told in streets + roads]
    houses = lay_houses(sketch, taken, Random(sketch["seed"]))
    districts = lay_districts(sketch, houses)
    for shape, told in houses + marks:
        told["district"] = min(districts, key=lambda d: d[0].distance(shape.centroid))[1]["district"]
    shapes = water + districts + roads + streets + houses + marks
    features = [_feature(shape, told, sketch) for shape, told in shapes]
    return {"type": "FeatureCollection", "name": "plan", "scheme": True, "features": features}


def _feature(shape: BaseGeometry, told: Mapping[str, Any], sketch: Mapping[str, Any]) -> dict[str, Any]:
    to_degrees = Transformer.from_crs(sketch["crs"], "EPSG:4326", always_xy=True)
    to_metres = Transformer.from_crs("EPSG:4326", sketch["crs"], always_xy=True)
    east, north = to_metres.transform(sketch["centre"]["lon"], sketch["centre"]["lat"])

    def degrees(spot: Any) -> Any:
        if isinstance(spot[0], int | float):
            lon, lat = to_degrees.transform(spot[0] + east, spot[1] + north)
            return [round(lon, 6), round(lat, 6)]
        return [degrees(part) for part in spot]

    if isinstance(shape, MultiPolygon):
        shape = max(shape.geoms, key=lambda part: part.area)
    drawn = mapping(shape)
    return {"type": "Feature", "properties": {**told, "scheme": True},
            "geometry": {"type": drawn["type"], "coordinates": degrees(drawn["coordinates"])}}


def drawn(sketch: Mapping[str, Any]) -> str:
    """Return the text of plan.geojson, one feature a line."""
    text = json.dumps(plan(sketch), ensure_ascii=False, separators=(",", ":"))
    return text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n"


def main() -> None:
    """Rewrite plan.geojson beside this file."""
    sketch = yaml.safe_load((HERE / "sketch.yaml").read_text(encoding="utf-8"))
    (HERE / "plan.geojson").write_text(drawn(sketch), encoding="utf-8")


if __name__ == "__main__":
    main()
