"""The scene Рейтинг asks: on which of the decree's four axes does a department differ from the town?

Alphabetical and without places: with so few cases an order would be noise (issue §5); an interval that lies wholly
above or below the town's own value is marked.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure, Trust
from layouts.screens import Panel, Sight
from layouts.spoken import linked
from layouts.tile import evidence

AXES = (("axis_quantity", "Quantity", "closed of received"), ("axis_quality", "Quality", "rated 4 or 5"),
        ("axis_speed", "Speed", "on time"), ("axis_fullness", "Fullness", "put right, not only explained"))
ROWS = 13


def draw(sight: Sight) -> list[Any]:
    """Return a row per judged department with four dots on common axes, and the quiet group below."""
    axes = {key: {figure.key: figure for figure in sight.members(key)} for key, _, _ in AXES}
    names = sorted({name for axis in axes.values() for name in axis if name})
    judged = [name for name in names if any(_judged(axis.get(name)) for axis in axes.values())]
    quiet = [name for name in names if name not in judged]
    rows = [_row(sight, name, axes) for name in judged[:ROWS]]
    return [html.P(_sentence(sight, judged, axes), className="sentence"), _heads(sight), *rows,
            *_named(sight, sight.words("Judged too, without room here"), judged[ROWS:]),
            *_named(sight, sight.words("Not enough data"), quiet),
            evidence(sight, sight.whole("axis_speed"), _legend(sight))]


def _judged(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None and figure.state is not Trust.TOO_FEW


def apart(figure: Figure | None, town: Figure) -> int:
    """Return 1 if the figure's interval lies wholly above the town's value, −1 if below, 0 if they may be equal."""
    if figure is None or town.value is None or figure.low is None or figure.high is None:
        return 0
    return (figure.low > town.value) - (figure.high < town.value)


def _sentence(sight: Sight, judged: list[str], axes: dict[str, dict[str, Figure]]) -> str:
    below = sum(any(apart(axes[key].get(name), sight.whole(key)) < 0 for key, _, _ in AXES) for name in judged)
    if not judged:
        return sight.words("Too few cases to judge any department")
    if below == 0:
        return sight.words("No department differs for the worse from the town by more than chance")
    one = "{n} department is below the town by more than chance"
    return sight.words.plural(one, "{n} departments are below the town by more than chance", below)


def _legend(sight: Sight) -> str:
    return sight.words("axis: 0 to 100 %, dot: share, line: interval of 95 %, stroke: the town")


def _heads(sight: Sight) -> Any:
    heads = [_head(sight, *axis) for axis in AXES]
    return html.Div([html.Span(), *heads], className="rated heads")


def _head(sight: Sight, key: str, title: str, explain: str) -> Any:
    town = sight.whole(key)
    share = "" if town.value is None else sight.words.percent(town.value)
    return html.Div([html.B(sight.words(title)), " ", linked(sight, town, share),
                     html.Span(sight.words(explain), className="evidence")])


def _row(sight: Sight, name: str, axes: dict[str, dict[str, Figure]]) -> Any:
    cells = [_cell(sight, axes[key].get(name), sight.whole(key)) for key, _, _ in AXES]
    return html.Div([html.Span(sight.department(name), className="name"), *cells], className="rated")


def _cell(sight: Sight, figure: Figure | None, town: Figure) -> Any:
    stroke = [] if town.value is None else [html.I(style={"left": f"{town.value:.1f}%"}, className="town")]
    if figure is None or not _judged(figure):
        count = linked(sight, figure, str(figure.of or figure.n), "n") if figure else html.Span("0", className="n")
        return html.Div([html.Div(stroke, className="axis unknown"), count], className="cell")
    side = {1: "above", 0: "same", -1: "below"}[apart(figure, town)]
    low, high = figure.low or 0.0, figure.high if figure.high is not None else 100.0
    line = html.I(style={"left": f"{low:.1f}%", "width": f"{high - low:.1f}%"}, className=f"interval {side}")
    dot = html.I(style={"left": f"{figure.value or 0:.1f}%"}, className=f"dot {side}")
    mark = {"above": "▲", "below": "▼", "same": ""}[side]
    count = [html.B(mark, className=side), linked(sight, figure, str(figure.of or figure.n), "n")]
    return html.Div([html.Div([*stroke, line, dot], className="axis"), html.Span(count)], className="cell")


def _named(sight: Sight, title: str, names: list[str]) -> list[Any]:
    listed = ", ".join(sight.department(name) for name in names)
    return [html.P([html.B(title), ": ", listed], className="quiet")] if names else []


PANEL = Panel("rating", "rating", "Departments", draw)
