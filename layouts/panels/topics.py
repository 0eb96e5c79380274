"""The scene Темы asks: what do people write about more, or less, than in the same days of the week before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Panel, Sight
from layouts.spoken import WEEK_BEFORE, amount, change, linked, spoken
from layouts.tile import evidence, period

SHOWN = 10


def draw(sight: Sight) -> list[Any]:
    """Return of the ten largest topics last week and this on one axis, the largest movement named in words."""
    moved = [figure for figure in sight.members("topics_of_week") if figure.key]
    topics, whole = moved[:SHOWN], sight.whole("topics_of_week")
    if not topics:
        return [html.P(sight.words("Nothing was received in this week"), className="sentence")]
    top = max(1.0, *(max(f.value or 0, f.before or 0) for f in topics))
    rows = [_row(sight, figure, top) for figure in topics]
    return [html.P(_sentence(sight, moved), className="sentence"), _heads(sight, whole),
            html.Div(rows, className="dumbbells"), evidence(sight, whole)]


def step(figure: Figure) -> int:
    """Return by how many cases a topic grew; fell, when negative; 0 without a comparison."""
    return round((figure.value or 0) - figure.before) if figure.before is not None else 0


def _sentence(sight: Sight, topics: Sequence[Figure]) -> list[Any]:
    """Return the largest movement either way; of equal ones the growth."""
    most = max(topics, key=lambda figure: (abs(step(figure)), step(figure)))
    if step(most) == 0:
        return [sight.words("No topic moved against the week before")]
    template = "Most growth: {topic} {n}, {change}" if step(most) > 0 else "Most fall: {topic} {n}, {change}"
    return spoken(sight, template, topic=sight.title("topic", most.key), n=linked(sight, most, amount(sight, most)),
                  change=change(sight, most, WEEK_BEFORE))


def _heads(sight: Sight, whole: Figure) -> Any:
    """Return which days are which: the ring is the week before, the dot this week."""
    former = whole.drill.scope.before(sight.board.on) if whole.drill else None
    days = period(sight, former.since, former.until) if former and former.since else sight.words("no data")
    before: list[Any] = [html.I(className="ring"), " ", days]
    now: list[Any] = [html.I(className="dot"), " ", sight.words("this week")]
    return html.Div([html.Span(before), html.Span(now)], className="sides")


def _row(sight: Sight, figure: Figure, top: float) -> Any:
    moved = step(figure)
    kind = "up" if moved > 0 else "down" if moved < 0 else "same"
    mark = {"up": "▲", "down": "▼", "same": "="}[kind]
    return html.Div([html.Span(sight.title("topic", figure.key), className="name"), _former(sight, figure),
                     _axis(figure, top), linked(sight, figure, amount(sight, figure), "count"),
                     html.Span(f"{mark}{abs(moved) or ''}", className=f"step {kind}")], className="dumbbell")


def _former(sight: Sight, figure: Figure) -> Any:
    """Return the count of the week before, which opens its own rows."""
    if figure.before is None or figure.drill is None:
        return html.Span()
    scope = figure.drill.scope.before(sight.board.on)
    drill = replace(figure.drill, scope=scope) if scope else None
    return linked(sight, replace(figure, drill=drill), sight.words.number(figure.before), "before")


def _axis(figure: Figure, top: float) -> Any:
    """Return the way from the ring of last week to the dot of this one; a dot that stayed lies in its ring."""
    before, now = 100 * (figure.before or 0) / top, 100 * (figure.value or 0) / top
    way = {"left": f"{min(before, now):.1f}%", "width": f"{abs(now - before):.1f}%"}
    kind = "way up" if now > before else "way"
    marks = [html.I(style={"left": f"{at:.1f}%"}, className=mark) for at, mark in ((before, "ring"), (now, "dot"))]
    return html.Div(html.Div([html.I(style=way, className=kind), *marks]), className="axis")


PANEL = Panel("topics", "topics", "Topics", draw)
