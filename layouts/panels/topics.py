"""The scene Темы asks: what do people write about more than a week ago?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.drawn import line, picture
from layouts.screens import Panel, Sight
from layouts.spoken import WEEK_BEFORE, amount, change, linked, spoken
from layouts.theme import WALL
from layouts.tile import evidence

SHOWN = 10
BEND = 82
APART = 9.2
"""Labels stand at least so many percent of the chart's height apart."""


def draw(sight: Sight) -> list[Any]:
    """Return the slopes of the ten largest topics with their growth in words."""
    topics = [figure for figure in sight.members("received_by_topic") if figure.key][:SHOWN]
    whole = sight.whole("received_by_topic")
    if not topics:
        return [html.P(sight.words("Nothing was received in this week"), className="sentence")]
    top = max(1.0, *(max(f.value or 0, f.before or 0) for f in topics))
    return [html.P(_sentence(sight, topics), className="sentence"),
            html.Div([html.Span(sight.words("the week before")), html.Span(sight.words("these seven days"))],
                     className="sides"),
            html.Div([_lines(topics, top), *_labels(sight, topics, top)], className="slopes"), evidence(sight, whole)]


def _step(figure: Figure) -> float:
    return (figure.value or 0) - (figure.before or 0)


def _sentence(sight: Sight, topics: Sequence[Figure]) -> list[Any]:
    grown = max(topics, key=_step)
    changed = change(sight, grown, WEEK_BEFORE)
    if _step(grown) <= 0 or not changed:
        return [sight.words("No topic grew against the week before")]
    return spoken(sight, "Most growth: {topic} {n}, {change}", topic=sight.title("topic", grown.key),
                  n=linked(sight, grown, amount(sight, grown)), change=changed)


def _height(value: float, top: float) -> float:
    return 96 - 92 * value / top


def _lines(topics: Sequence[Figure], top: float) -> Any:
    drawn = "".join(_slope(figure, top, height) for figure, height in zip(topics, _heights(topics, top), strict=True))
    return html.Img(src=picture(drawn, (0, 0, 100, 100)), alt="", className="lines")


def _slope(figure: Figure, top: float, label: float) -> str:
    """Return the slope, and from its end a thin way to its label."""
    before, now = _height(figure.before or 0, top), _height(figure.value or 0, top)
    grown = _step(figure) > 0
    way = line(((BEND, now), (97, label), (100, label)), WALL["line"], 1.5)
    return way + line(((0, before), (BEND, now)), WALL["text" if grown else "muted"], 4 if grown else 1.5)


def _heights(topics: Sequence[Figure], top: float) -> list[float]:
    return spread([_height(f.value or 0, top) for f in topics], APART)


def _labels(sight: Sight, topics: Sequence[Figure], top: float) -> list[Any]:
    labels = [_label(sight, figure, height) for figure, height in zip(topics, _heights(topics, top), strict=True)]
    befores = {f.before or 0 for f in topics}
    return labels + [html.Span(sight.words.number(n), className="before", style={"top": f"{_height(n, top):.1f}%"})
                     for n in sorted(befores)]


def _label(sight: Sight, figure: Figure, height: float) -> Any:
    step = round(_step(figure))
    mark = "▲" if step > 0 else "▼" if step < 0 else "="
    grown = html.Span(f"{mark}{abs(step) or ''}", className="step up" if step > 0 else "step")
    return html.Div([linked(sight, figure, amount(sight, figure), "count"), html.Span(sight.title("topic", figure.key)),
                     grown], className="label", style={"top": f"{height:.1f}%"})


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """Return the heights moved so that none is nearer than `apart` to another, in the same order, within 0–100."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    floor = apart / 2
    for i in order:
        moved[i] = max(moved[i], floor)
        floor = moved[i] + apart
    ceiling = 100 - apart / 2
    for i in reversed(order):
        moved[i] = min(moved[i], ceiling)
        ceiling = moved[i] - apart
    return moved


PANEL = Panel("topics", "topics", "Topics", draw)
