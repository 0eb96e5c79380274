"""The town's map for paper: plan and heaps, drawn without a browser."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import geopandas as gpd
import numpy as np
from matplotlib.figure import Figure

from dashboard.exports.report import Report
from dashboard.room import Room

METRES = "EPSG:32636"
WGS84 = "EPSG:4326"
LAND, WATER, HOUSE, STREET = "#f6f7f9", "#d5e4f2", "#d8dee8", "#b8c1cf"
NEUTRAL, BROKEN = "#1f6fb2", "#c8421c"
DPI = 150


def town_map(room: Room, content: Report) -> bytes | None:
    """Return the map as PNG: houses, streets, shore, and each heap as a circle of its size; None without a plan."""
    plan = room.town.plan_file(room.settings.home)
    if plan is None:
        return None
    ground = gpd.read_file(plan).to_crs(METRES)
    figure = Figure(figsize=(7.2, 4.3), dpi=DPI, layout="tight")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_aspect("equal")
    _ground(axes, ground)
    _heaps(axes, room, content)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _ground(axes: Any, ground: Any) -> None:
    kinds = ground.geometry.geom_type
    areas, lines = ground[kinds.isin(["Polygon", "MultiPolygon"])], ground[kinds.isin(["LineString", "MultiLineString"])]
    houses = areas[areas["house"].notna()] if "house" in areas else areas.iloc[:0]
    water = areas[areas["kind"].isin(["shore", "water", "bay"])] if "kind" in areas else areas.iloc[:0]
    if len(water):
        water.plot(ax=axes, color=WATER)
    if len(lines):
        lines.plot(ax=axes, color=STREET, linewidth=1.4)
    if len(houses):
        houses.plot(ax=axes, color=HOUSE, edgecolor=STREET, linewidth=0.3)
        _frame(axes, houses.total_bounds)


def _frame(axes: Any, bounds: Any) -> None:
    west, south, east, north = bounds
    margin = 0.08 * max(east - west, north - south)
    axes.set_xlim(west - margin, east + margin)
    axes.set_ylim(south - margin, north + margin)


def _heaps(axes: Any, room: Room, content: Report) -> None:
    if not content.clusters:
        return
    spots = gpd.GeoSeries(gpd.points_from_xy([c.lon for c in content.clusters], [c.lat for c in content.clusters]),
                          crs=WGS84).to_crs(METRES)
    sizes = 60 * np.sqrt([c.n for c in content.clusters])
    axes.scatter(spots.x, spots.y, s=sizes, color=BROKEN, alpha=0.35, edgecolor=BROKEN, zorder=5)
    for spot, cluster in zip(spots, content.clusters, strict=True):
        topics = ", ".join(content.titles("topic", t) for t in cluster.topics)
        axes.annotate(f"{topics}: {room.words.number(cluster.n)}", (spot.x, spot.y), xytext=(8, 8),
                      textcoords="offset points", fontsize=8, family="Noto Sans", zorder=6)
