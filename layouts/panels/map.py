"""The scene Карта asks: where does something heap up, since when, and could it be chance?"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.clusters import Cluster
from layouts.address import cluster_address
from layouts.callouts import Columns
from layouts.camera import Window
from layouts.overlay import SHADES, chance, chart, heaps, overlay, scheme, sentence, size, vh
from layouts.screens import FigureDict, Panel, Sight
from layouts.sentences import usual
from layouts.spoken import amount, linked

SHOWN = 5
WINDOW = Window(1920, 972, (400, 130, 620, 130))
COLUMNS = Columns(left=-930.0, right=None, height=700.0, box_width=300.0, box_height=112.0)
LEGEND = ("by chance less than once a year", "less than once a month", "more often")
DISTRICTS = 5


def draw(sight: Sight) -> list[Any]:
    """Return callouts, the list of five heaps and the legend of four marks."""
    return [overlay(sight, WINDOW, COLUMNS, SHOWN), html.P(sentence(sight, SHOWN), className="sentence over"),
            _legend(sight), html.Aside(_listed(sight), className="listed"), scheme(sight)]


def figure(sight: Sight) -> FigureDict:
    """Return the map."""
    return chart(sight, WINDOW, SHOWN)


def _listed(sight: Sight) -> list[Any]:
    shown = heaps(sight, SHOWN)
    if shown:
        return [html.Article(_heap(sight, cluster), className="heap") for cluster in shown]
    rows = [html.Li([html.Span(sight.title("district", f.key)), linked(sight, f, amount(sight, f))])
            for f in sight.members("open_by_district")[:DISTRICTS]]
    return [html.H2(sight.words("In work by district")), html.Ul(rows, className="counted")]


def _heap(sight: Sight, cluster: Cluster) -> list[Any]:
    words = sight.words
    href = cluster_address(cluster.id, sight.board.view)
    number = html.A(words.number(cluster.n), href=href, className="value count")
    line = words("since {since}, usually {usual}", since=words.short_day(cluster.since_on),
                 usual=usual(sight, cluster))
    return [number, html.Div([html.P(f"{sight.place(cluster)}: {sight.topics(cluster)}", className="body"),
                              html.P(f"{line}; {chance(sight, cluster)}", className="evidence")])]


def _legend(sight: Sight) -> Any:
    shades = [(colour, 26.0, text) for (_, colour), text in zip(SHADES, LEGEND, strict=True)]
    marks = [*shades, ("none", size(12), "size: how many cases")]
    return html.Div([_mark(sight, *mark) for mark in marks], className="legend")


def _mark(sight: Sight, colour: str, diameter: float, text: str) -> Any:
    style = {"width": vh(diameter), "height": vh(diameter), "background": colour}
    return html.Span([html.I(style=style), sight.words(text)])


PANEL = Panel("map", "map", "Map", draw, figure)
