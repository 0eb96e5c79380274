"""Where the listed questions come from: a circle per house, as large as the count; vermilion where a term is broken."""

from __future__ import annotations

from math import sqrt
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from dashboard.words import Words
from layouts.camera import Window, fit
from layouts.desk.glance import narrowed
from layouts.desk.ink import SMALL, nothing, sheet
from layouts.desk.sight import DeskSight
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

HEIGHT = 400
WIDTH = 760
STYLE = "/map/style.json?look=desk&k=0.6"
LISTED, BROKEN = "listed_by_place", "overdue_open_by_place"
SMALLEST, GROWTH = 9.0, 7.0


def _draw(sight: Sight) -> Any:
    words, marks = sight.words, _marks(sight)
    said = words("Where the questions come from")
    if marks:
        first = max(marks, key=lambda figure: figure.n)
        said = words("Most from {place} — {n}", place=placed(first.key, words), n=_questions(first.n, words))
    away = sight.without_place if isinstance(sight, DeskSight) else 0
    below = [words("● a house; the larger, the more questions; red: a term is broken there")]
    below += [words("not on the map: {n}", n=words.number(away))] if away else []
    return [html.H2(said), html.P(" · ".join(below), className="desk-evidence")]


def placed(key: str, words: Words) -> str:
    """Return a house as people say it: «ул. Мира, д. 4»; a street as it is."""
    street, _, house = key.rpartition(", ")
    return words("{street}, house {house}", street=street, house=house) if street and house[:1].isdigit() else key


def _questions(n: int, words: Words) -> str:
    return words.plural("{n} question", "{n} questions", n)


def _marks(sight: Sight) -> list[Figure]:
    """Return the listed places that are known on the map, the largest first, so that small ones lie over them."""
    places = sight.places if isinstance(sight, DeskSight) else {}
    return sorted((f for f in sight.figures(LISTED) if f.key in places and f.n), key=lambda f: -f.n)


def _figure(sight: Sight) -> FigureDict:
    marks = _marks(sight)
    if not marks or not isinstance(sight, DeskSight):
        return nothing(sight.words("Nothing here stands on the map"), HEIGHT)
    camera = fit(sight.plan, Window(WIDTH, HEIGHT, (24, 24, 24, 24)))
    note = {"text": sight.words("scheme"), "x": 0.01, "y": 0.01, "xref": "paper", "yref": "paper", "showarrow": False,
            "font": {"size": SMALL, "color": DESK["muted"]}}
    layout = sheet(HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}, dragmode="pan",
                   annotations=[note] if sight.plan.scheme else [],
                   map={"style": STYLE, "center": {"lat": camera.lat, "lon": camera.lon}, "zoom": camera.zoom})
    return {"data": [_circles(sight, marks)], "layout": layout}


def _circles(sight: DeskSight, marks: list[Figure]) -> dict[str, Any]:
    broken = {figure.key: figure.n for figure in sight.figures(BROKEN)}
    colours = [DESK["broken"] if broken.get(f.key) else DESK["neutral"] for f in marks]
    return {"type": "scattermap", "mode": "markers", "lat": [sight.places[f.key][0] for f in marks],
            "lon": [sight.places[f.key][1] for f in marks],
            "marker": {"size": [SMALLEST + GROWTH * (sqrt(f.n) - 1) for f in marks], "color": colours, "opacity": 0.75},
            "text": [_said(sight, f, broken.get(f.key, 0)) for f in marks], "hovertemplate": "%{text}<extra></extra>",
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for f in marks]}


def _said(sight: Sight, figure: Figure, broken: int) -> str:
    said = f"{placed(figure.key, sight.words)} — {_questions(figure.n, sight.words)}"
    return said + (", " + sight.words("overdue: {n}", n=broken) if broken else "")


PANEL = Panel("desk_map", "desk", "Where the questions come from", _draw, _figure)
