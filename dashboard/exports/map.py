"""The town's map for paper, drawn without a browser: plan, cases in work, and heaps called out at its edges."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.domain.exports import Level
from dashboard.exports.callouts import callouts, leader, row
from dashboard.exports.ground import Ground, Shape, shapes_of
from dashboard.exports.marks import Mark, drawn, marks, sizes
from dashboard.exports.report import Report
from dashboard.room import Room
from dashboard.words import Words

WIDTH, HEIGHT = 175.0, 88.0
"""The sheet in millimetres; words of heaps stand above and below it."""
LAND, WATER, HOUSE, STREET, MUTED = "#f1f3f6", "#cfe0ef", "#dde2ea", "#ffffff", "#5c6b82"


def town_map(room: Room, content: Report) -> str:
    """Return the map as HTML of SVG and callouts; an empty text when the town has no plan."""
    plan = room.town.plan_file(room.settings.home)
    shapes = [] if plan is None else shapes_of(plan)
    if not shapes:
        return ""
    ground = Ground(shapes, (WIDTH, HEIGHT))
    called, shown = callouts(ground, content.clusters), marks(ground, content.points, content.overdue)
    ink = "".join((_plan(ground), drawn(shown), *map(leader, called)))
    svg = f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}mm' height='{HEIGHT}mm'>{ink}</svg>"
    word = f"<span class='scheme'>{escape(room.words('scheme'))}</span>" if room.town.plan.get("scheme") else ""
    upper, lower = ([c for c in called if bool(c.end[1]) is side] for side in (False, True))
    return "".join((row(room.words, content, ground, upper),
                    f"<div class='sheet' style='height:{HEIGHT}mm'>{svg}{word}</div>",
                    row(room.words, content, ground, lower), _legend(room.words, ground, content, shown)))


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


def _legend(words: Words, ground: Ground, content: Report, shown: Sequence[Mark]) -> str:
    if content.level is Level.PUBLIC:
        return ""
    away = int(content.figures["open"].value or 0) - sum(1 for p in content.points if ground.holds(p.lon, p.lat))
    rest = f"<span>{escape(words('off the map: {n}', n=words.number(away)))}</span>" if away else ""
    scale = "".join(f"{ring} {words.number(n)}" for ring, n in sizes(shown))
    said = f"<span>{escape(words('the area is the number of questions'))}:</span>{scale}" if scale else ""
    return (f"<p class='legend'><i class='ring'></i>{escape(words('In work'))}<i class='disc'></i>"
            f"{escape(words('of them overdue'))}{said}{rest}</p>")
