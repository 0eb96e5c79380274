"""The scene Карта asks: where does something heap up, since when, and could it be chance?

Everything that is known of a heap stands once, in the callout on the side of the town that is nearer to it.
"""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.callouts import Columns
from layouts.camera import Window
from layouts.overlay import SHADES, chart, described, heaps, overlay, scheme, sentence, size, vh
from layouts.screens import FigureDict, Panel, Sight
from layouts.spoken import amount, linked

SHOWN = 5
WINDOW = Window(1920, 972, (460, 130, 460, 110))
COLUMNS = Columns(left=-940.0, right=500.0, height=740.0, box_width=440.0, box_height=200.0)
LEGEND = ("by chance less than once a year", "less than once a month", "more often")
DISTRICTS = 5


def draw(sight: Sight) -> list[Any]:
    """Return the sentence, the callouts of five heaps and the legend of four marks; without heaps the districts."""
    said = html.P(sentence(sight, SHOWN), className="sentence over")
    if not sight.plan.drawn:
        return [overlay(sight, WINDOW, COLUMNS, SHOWN), said, *_listed(sight)]
    return [overlay(sight, WINDOW, COLUMNS, SHOWN, described), said, _legend(sight), *_districts(sight), scheme(sight)]


def figure(sight: Sight) -> FigureDict:
    """Return the map."""
    return chart(sight, WINDOW, SHOWN)


def _listed(sight: Sight) -> list[Any]:
    """Return the heaps as a list, for want of a plan that shows them; without any, the districts."""
    rows = [html.Article(described(sight, cluster), className="heap") for cluster in heaps(sight, SHOWN)]
    return [html.Aside(rows, className="listed")] if rows else _districts(sight)


def _districts(sight: Sight) -> list[Any]:
    """Return where the open questions lie when nothing heaps up."""
    members = sight.members("open_by_district")[:DISTRICTS]
    if heaps(sight, SHOWN) or not members:
        return []
    rows = [html.Li([html.Span(sight.title("district", f.key)), linked(sight, f, amount(sight, f))]) for f in members]
    return [html.Aside([html.H2(sight.words("In work by district")), html.Ul(rows, className="counted")],
                       className="listed")]


def _legend(sight: Sight) -> Any:
    shades = [(colour, 26.0, text) for (_, colour), text in zip(SHADES, LEGEND, strict=True)]
    marks = [*shades, ("none", size(12), "size: how many cases")]
    return html.Div([_mark(sight, *mark) for mark in marks], className="legend")


def _mark(sight: Sight, colour: str, diameter: float, text: str) -> Any:
    style = {"width": vh(diameter), "height": vh(diameter), "background": colour}
    return html.Span([html.I(style=style), sight.words(text)])


PANEL = Panel("map", "map", "Map", draw, figure)
