"""The scene Рейтинг asks: on which of the decree's four axes does a department differ from the town?

Alphabetical and without places: with so few cases an order would be noise (issue §5); an interval that lies wholly
above or below the town's own value is marked. The dot opens what was achieved, the number what it was achieved of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.domain.figures import Figure, Trust
from layouts.screens import Panel, Sight
from layouts.spoken import linked, linked_whole, spoken
from layouts.tile import DOT, evidence

AXES = (("axis_quantity", "Quantity", "closed {n} of {of} received"),
        ("axis_quality", "Quality", "4 and 5: {n} of {of} ratings"),
        ("axis_speed", "Speed", "on time {n} of {of} received"),
        ("axis_fullness", "Fullness", "put right {n} of {of} closed"))
ROWS = 18
NAMED = 2
"""Departments below the town that the sentence names."""
Axes = Mapping[str, Mapping[str, Figure]]


def draw(sight: Sight) -> list[Any]:
    """Return a row per judged department with four dots on common axes, and the quiet group below."""
    axes = {key: {figure.key: figure for figure in sight.members(key)} for key, _, _ in AXES}
    names = sorted({name for axis in axes.values() for name in axis if name})
    judged = [name for name in names if any(_judged(axis.get(name)) for axis in axes.values())]
    quiet = [name for name in names if name not in judged]
    rows = [_row(sight, name, axes) for name in judged[:ROWS]]
    return [html.P(_sentence(sight, judged, axes), className="sentence"), _heads(sight), *rows,
            *_named(sight, sight.words("Judged too, without room here"), judged[ROWS:], axes),
            *_named(sight, sight.words("Not enough data"), quiet, axes),
            evidence(sight, sight.whole("axis_speed"), _legend(sight), counted=None)]


def _judged(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None and figure.state is not Trust.TOO_FEW


def apart(figure: Figure | None, town: Figure) -> int:
    """Return 1 if the figure's interval lies wholly above the town's value, −1 if below, 0 if they may be equal."""
    if figure is None or town.value is None or figure.low is None or figure.high is None:
        return 0
    return (figure.low > town.value) - (figure.high < town.value)


def _sentence(sight: Sight, judged: Sequence[str], axes: Axes) -> str:
    below = {name: _below(sight, name, axes) for name in judged}
    names = [f"{sight.department(name)} ({', '.join(where)})" for name, where in below.items() if where]
    if not judged:
        return sight.words("Too few cases to judge any department")
    if not names:
        return sight.words("No department differs for the worse from the town by more than chance")
    said = sight.words("Below the town by more than chance: {names}", names="; ".join(names[:NAMED]))
    more = sight.words("{n} more", n=sight.words.number(len(names) - NAMED)) if len(names) > NAMED else ""
    return f"{said}; {more}" if more else said


def _below(sight: Sight, name: str, axes: Axes) -> list[str]:
    """Return the axes on which a department lies wholly below the town."""
    return [sight.words(title).lower() for key, title, _ in AXES if apart(axes[key].get(name), sight.whole(key)) < 0]


def _legend(sight: Sight) -> str:
    return sight.words("axis: 0 to 100 %, dot: share, line: interval of 95 %, stroke: the town, number: of how many")


def _heads(sight: Sight) -> Any:
    heads = [_head(sight, *axis) for axis in AXES]
    return html.Div([html.Span(), *heads], className="rated heads")


def _head(sight: Sight, key: str, title: str, explain: str) -> Any:
    town, number = sight.whole(key), sight.words.number
    share = "" if town.value is None else sight.words.percent(town.value)
    said = spoken(sight, explain, n=linked(sight, town, number(town.n)),
                  of=linked_whole(sight, town, number(town.of or 0))) if town.value is not None else []
    return html.Div([html.B(sight.words(title)), " ", linked(sight, town, share),
                     html.Span(said, className="evidence")])


def _row(sight: Sight, name: str, axes: Axes) -> Any:
    cells = [_cell(sight, axes[key].get(name), sight.whole(key)) for key, _, _ in AXES]
    return html.Div([html.Span(sight.department(name), className="name"), *cells], className="rated")


def _cell(sight: Sight, figure: Figure | None, town: Figure) -> Any:
    stroke = [] if town.value is None else [html.I(style={"left": f"{town.value:.1f}%"}, className="town")]
    if figure is None or not _judged(figure):
        count = _count(sight, figure) if figure else html.Span("0", className="n")
        return html.Div([html.Div(stroke, className="axis unknown"), count], className="cell")
    side = {1: "above", 0: "same", -1: "below"}[apart(figure, town)]
    low, high = figure.low or 0.0, figure.high if figure.high is not None else 100.0
    line = html.I(style={"left": f"{low:.1f}%", "width": f"{high - low:.1f}%"}, className=f"interval {side}")
    dot = html.A(href=sight.href(figure), style={"left": f"{figure.value or 0:.1f}%"}, className=f"dot {side}")
    mark = {"above": "▲", "below": "▼", "same": ""}[side]
    count = html.Span([html.B(mark, className=side), _count(sight, figure)])
    return html.Div([html.Div([*stroke, line, dot], className="axis"), count], className="cell")


def _count(sight: Sight, figure: Figure) -> Any:
    """Return of how many the share is, which opens them all."""
    return linked_whole(sight, figure, sight.words.number(figure.of or 0), "n")


def _named(sight: Sight, title: str, names: Sequence[str], axes: Axes) -> list[Any]:
    """Return a line of departments without dots, each with the number that it would be judged by."""
    parts = [part for name in names for part in (DOT, _named_one(sight, name, axes))][1:]
    return [html.P([html.B(title), ": ", *parts], className="quiet")] if names else []


def _named_one(sight: Sight, name: str, axes: Axes) -> Any:
    speed = axes["axis_speed"].get(name)
    return html.Span([sight.department(name), *([" ", _count(sight, speed)] if speed else [])])


PANEL = Panel("rating", "rating", "Departments", draw)
