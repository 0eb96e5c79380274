"""The map of heaps: circles in a figure, words laid over it in vh from the window's centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from dash import html

from dashboard.cache.board import Unavailable
from dashboard.domain.clusters import Cluster
from layouts.address import cluster_address
from layouts.callouts import Callout, Columns, place
from layouts.camera import Window, fit
from layouts.drawn import line, picture
from layouts.graph import EMPTY
from layouts.screens import FigureDict, Sight
from layouts.sentences import usual
from layouts.theme import DESIGN_HEIGHT, WALL

YEAR, MONTH = 365.0, 30.0
SHADES = ((YEAR, "#7CC4FF"), (MONTH, "#4A8DC4"), (0.0, "#33608A"))
"""Days by chance from which a heap is so coloured: one hue, the rarer the brighter."""
LEAST_SIZE, LARGEST_SIZE, PER_CASE = 52.0, 120.0, 17.0
Describe = Callable[[Sight, Cluster], list[Any]]


def heaps(sight: Sight, most: int) -> Sequence[Cluster]:
    """Return the most surprising heaps; none when they could not be computed."""
    found = sight.board.clusters
    return () if isinstance(found, Unavailable) else found[:most]


def shade(cluster: Cluster) -> str:
    """Return the colour of a heap's significance."""
    days = cluster.days_by_chance
    return SHADES[-1][1] if days is None else next(colour for least, colour in SHADES if days >= least)


def size(n: float) -> float:
    """Return a circle's diameter in design px: its area grows with the count."""
    return min(LARGEST_SIZE, max(LEAST_SIZE, PER_CASE * sqrt(n)))


def chance(sight: Sight, cluster: Cluster) -> str:
    """Return how often such a heap comes about by chance, in words."""
    days = cluster.days_by_chance
    if days is None:
        return sight.words("chance unknown")
    if days >= YEAR:
        return sight.words("by chance less than once a year")
    return sight.words("by chance once in {n} days", n=sight.words.number(max(1, round(days))))


def chart(sight: Sight, window: Window, most: int) -> FigureDict:
    """Return the figure of the plan and its heaps; the style comes by address and asks nobody for letters.

    Without a plan there is nothing to draw on.
    """
    if not sight.plan.drawn:
        return EMPTY
    camera = fit(sight.plan, window)
    shown = heaps(sight, most)
    marker = {"size": [size(c.n) for c in shown], "color": [shade(c) for c in shown], "opacity": 0.88}
    points = {"type": "scattermap", "mode": "markers", "lat": [c.lat for c in shown], "lon": [c.lon for c in shown],
              "marker": marker, "hoverinfo": "none"}
    seen = {"style": "/map/style.json?look=wall", "center": {"lat": camera.lat, "lon": camera.lon},
            "zoom": camera.zoom}
    return {"data": [points], "layout": {
        "map": seen, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False, "dragmode": False,
        "paper_bgcolor": WALL["land"], "uirevision": "wall"}}


def sentence(sight: Sight, most: int) -> str:
    """Return what the map says in words."""
    if isinstance(sight.board.clusters, Unavailable):
        return sight.words("Heaps could not be computed")
    n = len(heaps(sight, most))
    if n == 0:
        return sight.words("No heaps: nowhere more than usual in 28 days")
    one, many = "{n} place has more than usual in 28 days", "{n} places have more than usual in 28 days"
    return sight.words.plural(one, many, n)


def scheme(sight: Sight) -> Any:
    """Return the word that says that the plan is only a scheme, if it is."""
    return html.Span(sight.words("scheme"), className="scheme") if sight.plan.scheme else None


def overlay(sight: Sight, window: Window, columns: Columns, most: int, told: Describe | None = None) -> Any:
    """Return the callouts of the heaps with their lines, and the number in every circle; without a plan its cure."""
    if not sight.plan.drawn:
        return _planless(sight)
    camera, shown = fit(sight.plan, window), heaps(sight, most)
    spots = [camera.spot(c.lat, c.lon) for c in shown]
    placed = place(spots, columns)
    boxes = [_box((told or named)(sight, cluster), callout, columns)
             for cluster, callout in zip(shown, placed, strict=True)]
    counts = [_count(sight, cluster, spot) for cluster, spot in zip(shown, spots, strict=True)]
    return html.Div([_lines(placed, window), *boxes, *counts], className="overlay")


def named(sight: Sight, cluster: Cluster, *more: Any) -> list[Any]:
    """Return how many cases a heap has, of what and where."""
    href = cluster_address(cluster.id, sight.board.view)
    number = html.A(sight.words.number(cluster.n), href=href, className="value count")
    return [number, html.Div([html.B(sight.topics(cluster)), html.Span(sight.place(cluster)), *more])]


def described(sight: Sight, cluster: Cluster) -> list[Any]:
    """Return all that is known of a heap: besides its name since when, what is usual there, and how rare it is."""
    since = sight.words("since {since}, usually {usual}", since=sight.words.short_day(cluster.since_on),
                        usual=usual(sight, cluster))
    return named(sight, cluster, html.Span(since, className="evidence"),
                 html.Span(chance(sight, cluster), className="evidence"))


def _planless(sight: Sight) -> Any:
    words = sight.words
    cure = [words("Put the town's plan as plan.geojson into the home"), ", ", words("then start the room again")]
    return html.Div([html.P(words("No plan of the town is loaded"), className="sentence"),
                     html.P(cure, className="evidence")], className="planless")


def _lines(placed: Sequence[Callout], window: Window) -> Any:
    box = (-window.width / 2, -window.height / 2, window.width, window.height)
    drawn = "".join(line((callout.start, callout.end), WALL["text"], 2, fixed=False) for callout in placed)
    style = {"width": vh(window.width), "height": vh(window.height)}
    return html.Img(src=picture(drawn, box), alt="", className="leaders", style=style)


def _box(said: list[Any], callout: Callout, columns: Columns) -> Any:
    style = {"left": f"calc(50% + {vh(callout.left)})", "top": f"calc(50% + {vh(callout.top)})",
             "width": vh(columns.box_width), "height": vh(columns.box_height)}
    return html.Article(said, className="callout", style=style)


def _count(sight: Sight, cluster: Cluster, spot: tuple[float, float]) -> Any:
    style = {"left": f"calc(50% + {vh(spot[0])})", "top": f"calc(50% + {vh(spot[1])})"}
    kind = "value circle deep" if shade(cluster) == SHADES[-1][1] else "value circle"
    return html.A(sight.words.number(cluster.n), href=cluster_address(cluster.id, sight.board.view), className=kind,
                  style=style)


def vh(px: float) -> str:
    """Return a length in design px as CSS vh."""
    return f"{100 * px / DESIGN_HEIGHT:.3f}vh"

