"""Heaps called out above and below the paper map: each to the nearer edge, so that no line crosses the town."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import permutations
from math import hypot
from typing import NamedTuple

from dashboard.domain.clusters import Cluster
from dashboard.exports.ground import Ground, Spot
from dashboard.exports.report import Report
from dashboard.words import Words

PER_ROW, SHOWN = 4, 5
ROW, GAP = 20.0, 2.0
"""Height of a row of callouts and the space between its columns, in millimetres."""
INK = "#1b2432"
LEAST_RING = 2.5
YEAR = 365.0
SELDOM = 0.05
"""A usual count under this is none."""


class Callout(NamedTuple):
    """A heap, where it lies, its radius, and the middle of its words at an edge of the map, in millimetres."""

    heap: Cluster
    spot: Spot
    radius: float
    end: Spot


def callouts(ground: Ground, heaps: Sequence[Cluster]) -> list[Callout]:
    """Return the heaps on the map with places for their words: the least sum of lines, so that none cross."""
    shown = [heap for heap in heaps[:SHOWN] if ground.holds(heap.lon, heap.lat)]
    spots = [ground.at(heap.lon, heap.lat) for heap in shown]
    width = ground.width / PER_ROW
    ends = [((n + 0.5) * width, y) for y in (0.0, ground.height) for n in range(PER_ROW)]
    best = min(permutations(ends, len(shown)), default=(),
               key=lambda way: sum(hypot(x - a, y - b) for (x, y), (a, b) in zip(way, spots, strict=True)))
    return [Callout(heap, spot, max(heap.radius_m * ground.scale, LEAST_RING), end)
            for heap, spot, end in zip(shown, spots, best, strict=True)]


def above(found: Sequence[Callout]) -> bool:
    """Return whether any words stand above the map."""
    return any(not one.end[1] for one in found)


def leader(one: Callout) -> str:
    """Return a ring around the heap and the line to its words as SVG."""
    (x, y), radius, (right, edge) = one.spot, one.radius, one.end
    look = f"fill='none' stroke='{INK}' stroke-width='0.35'"
    away = hypot(right - x, edge - y) or 1.0
    start = x + (right - x) * radius / away, y + (edge - y) * radius / away
    return (f"<circle cx='{x:.2f}' cy='{y:.2f}' r='{radius:.2f}' {look}/>"
            f"<path d='M{start[0]:.2f} {start[1]:.2f}L{right:.2f} {edge:.2f}' {look}/>")


def row(words: Words, content: Report, ground: Ground, found: Sequence[Callout]) -> str:
    """Return the words of one edge as HTML; an empty text when there are none."""
    if not found:
        return ""
    look = "heaps above" if above(found) else "heaps"
    said = "".join(_said(words, content, ground, one) for one in found)
    return f"<div class='{look}' style='height:{ROW}mm'>{said}</div>"


def _said(words: Words, content: Report, ground: Ground, one: Callout) -> str:
    heap, width = one.heap, ground.width / PER_ROW
    topics = ", ".join(content.titles("topic", topic) for topic in heap.topics)
    usual = words("usually {n}", n=words.number(heap.usual, 1)) if heap.usual >= SELDOM else words("usually none")
    since = words("since {day}", day=words.short_day(heap.since_on))
    lines = (ground.street_at(heap.lon, heap.lat), f"{usual}, {since}", _chance(words, heap.days_by_chance))
    return (f"<div class='heap' style='left:{one.end[0] - width / 2:.1f}mm;width:{width - GAP:.1f}mm'>"
            f"<b>{words.number(heap.n)} · {escape(topics)}</b>"
            + "".join(f"<br>{escape(line)}" for line in lines if line) + "</div>")


def _chance(words: Words, days: float | None) -> str:
    if days is None:
        return ""
    if days >= YEAR:
        return words("by chance less than once a year")
    return words("by chance once in {n}", n=words("{n} d", n=words.number(max(1.0, days))))
