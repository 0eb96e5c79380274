"""The town's map for paper, drawn without a browser: plan, cases in work, and heaps called out beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import permutations
from math import hypot, sqrt
from typing import NamedTuple

from dashboard.domain.asking import Point
from dashboard.domain.clusters import Cluster
from dashboard.exports.ground import Ground, Shape, Spot, shapes_of
from dashboard.exports.report import Report
from dashboard.room import Room
from dashboard.words import Words

WIDTH, HEIGHT, ASIDE = 175.0, 105.0, 50.0
"""The sheet and the column of callouts, in millimetres."""
SHOWN = 5
BOX = 15.0
LAND, WATER, HOUSE, STREET, TEXT, MUTED = "#f1f3f6", "#cfe0ef", "#dde2ea", "#ffffff", "#1b2432", "#5c6b82"
NEUTRAL, BROKEN = "#1f6fb2", "#c8421c"
YEAR = 365.0
SELDOM = 0.05
"""A usual count under this is none."""


def town_map(room: Room, content: Report) -> str:
    """Return the map as HTML of SVG and callouts; an empty text when the town has no plan."""
    plan = room.town.plan_file(room.settings.home)
    shapes = [] if plan is None else shapes_of(plan)
    if not shapes:
        return ""
    aside = ASIDE if content.clusters else 0.0
    ground = Ground(shapes, (WIDTH - aside, HEIGHT))
    heaps = [c for c in content.clusters[:SHOWN] if ground.holds(c.lon, c.lat)]
    boxes = _slots(ground, heaps)
    drawn = "".join((_plan(ground), _cases(ground, content.points, hollow=True),
                     _cases(ground, content.overdue, hollow=False), *map(_leader, boxes)))
    svg = f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}mm' height='{HEIGHT}mm'>{drawn}</svg>"
    said = "".join(_callout(room, content, ground, *pair) for pair in zip(heaps, boxes, strict=True))
    word = f"<span class='scheme'>{escape(room.words('scheme'))}</span>" if room.town.plan.get("scheme") else ""
    return f"<div class='sheet'>{svg}{said}{word}</div>{_legend(room.words, ground, content)}"


def _plan(ground: Ground) -> str:
    area = f"x='0' y='0' width='{ground.width}' height='{ground.height}'"
    parts = [f"<clipPath id='sheet'><rect {area}/></clipPath><rect {area} fill='{LAND}'/><g clip-path='url(#sheet)'>"]
    parts += [f"<path d='{ground.path(s)}' {_look(s)}/>" for kind in ("water", "road", "street", "house")
              for s in ground.shapes if s.kind == kind]
    parts += [f"<text x='{x:.2f}' y='{y:.2f}' transform='rotate({angle:.1f} {x:.2f} {y:.2f})' dy='-1.1' "
              f"font-size='2.1' fill='{MUTED}' text-anchor='middle' font-family='Noto Sans Latin, Noto Sans Cyrillic'>"
              f"{escape(name)}</text>" for name, (x, y), angle in ground.names()]
    return "".join(parts) + "</g>"


def _look(shape: Shape) -> str:
    if shape.kind == "water":
        return f"fill='{WATER}'"
    if shape.kind == "house":
        return f"fill='{HOUSE}'"
    return f"fill='none' stroke='{STREET}' stroke-width='1.5' stroke-linecap='round' stroke-linejoin='round'"


def _cases(ground: Ground, points: Sequence[Point], *, hollow: bool) -> str:
    """Return a mark per place, its area by the number of cases; in work is hollow, overdue is full."""
    look = (f"fill='{NEUTRAL}' fill-opacity='0.18' stroke='{NEUTRAL}' stroke-width='0.4'" if hollow
            else f"fill='{BROKEN}' stroke='#ffffff' stroke-width='0.3'")
    places = Counter((p.lon, p.lat) for p in points if ground.holds(p.lon, p.lat))
    marks = []
    for (lon, lat), n in sorted(places.items()):
        x, y = ground.at(lon, lat)
        marks.append(f"<circle cx='{x:.2f}' cy='{y:.2f}' r='{(1.5 if hollow else 0.95) * sqrt(n):.2f}' {look}/>")
    return "".join(marks)


class Slot(NamedTuple):
    """Where a heap lies, its radius, and the upper edge of its callout, in millimetres."""

    spot: Spot
    radius: float
    top: float


def _slots(ground: Ground, heaps: Sequence[Cluster]) -> list[Slot]:
    """Return a place beside the sheet for each heap's words: the least sum of lines, so that none cross."""
    spots = [ground.at(c.lon, c.lat) for c in heaps]
    step = HEIGHT / SHOWN
    ways = permutations(range(SHOWN), len(heaps))
    best = min(ways, key=lambda way: sum(hypot(ground.width - x, (n + 0.5) * step - y)
                                         for n, (x, y) in zip(way, spots, strict=True)), default=())
    return [Slot(spot, max(c.radius_m * ground.scale, 2.5), n * step)
            for c, spot, n in zip(heaps, spots, best, strict=True)]


def _leader(slot: Slot) -> str:
    (x, y), radius, top = slot
    look = f"fill='none' stroke='{TEXT}' stroke-width='0.35'"
    right, middle = WIDTH - ASIDE + 2, top + HEIGHT / SHOWN / 2
    away = hypot(right - x, middle - y)
    start = x + (right - x) * radius / away, y + (middle - y) * radius / away
    return (f"<circle cx='{x:.2f}' cy='{y:.2f}' r='{radius:.2f}' {look}/>"
            f"<path d='M{start[0]:.2f} {start[1]:.2f}L{right:.2f} {middle:.2f}' {look}/>")


def _callout(room: Room, content: Report, ground: Ground, heap: Cluster, slot: Slot) -> str:  # noqa: PLR0913
    words = room.words
    topics = ", ".join(content.titles("topic", topic) for topic in heap.topics)
    usual = words("usually {n}", n=words.number(heap.usual, 1)) if heap.usual >= SELDOM else words("usually none")
    since = words("since {day}", day=words.short_day(heap.since_on))
    top = slot.top + (HEIGHT / SHOWN - BOX) / 2
    return (f"<div class='heap' style='left:{WIDTH - ASIDE + 3}mm;top:{top:.1f}mm;width:{ASIDE - 4}mm'>"
            f"<b>{words.number(heap.n)} · {escape(topics)}</b><br>{escape(ground.street_at(heap.lon, heap.lat))}<br>"
            f"<i>{escape(f'{usual}, {since}')}<br>{escape(_chance(words, heap.days_by_chance))}</i></div>")


def _chance(words: Words, days: float | None) -> str:
    if days is None:
        return ""
    if days >= YEAR:
        return words("by chance less than once a year")
    return words("by chance once in {n}", n=words("{n} d", n=words.number(max(1.0, days))))


def _legend(words: Words, ground: Ground, content: Report) -> str:
    away = int(content.figures["open"].value or 0) - sum(1 for p in content.points if ground.holds(p.lon, p.lat))
    rest = f"<span>{escape(words('off the map: {n}', n=words.number(away)))}</span>" if away else ""
    return (f"<p class='legend'><i class='ring'></i>{escape(words('In work'))}<i class='disc'></i>"
            f"{escape(words('Overdue'))}<span>{escape(words('the larger the mark, the more questions'))}</span>"
            f"{rest}</p>")
