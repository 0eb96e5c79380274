"""Обстановка's left column asks: how much lies with us, what is late, what must be done today?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.drawn import sparkline
from layouts.screens import Panel, Sight
from layouts.spoken import YESTERDAY, amount, change, linked, spoken
from layouts.theme import WALL
from layouts.tile import DOT, big, evidence

DAYS = 28
BLOCKS = 3


def draw(sight: Sight) -> list[Any]:
    """Return the three giant numbers, each with its sentence, its picture and its evidence."""
    return [_tile(sight, "open", "In work", _backlog(sight)),
            _tile(sight, "overdue_open", "Overdue", _blocks(sight), "broken"),
            _tile(sight, "due_today", "Due today", _soon(sight), "soon")]


def _tile(sight: Sight, metric: str, title: str, picture: Any, tone: str = "") -> Any:
    figure = sight.whole(metric)
    tone = tone if figure.value else ""
    words = [_sentence(sight, figure, title), picture, evidence(sight, figure)]
    return html.Article([big(sight, figure, tone), html.Div(words, className="beside")], className="giant")


def _sentence(sight: Sight, figure: Figure, title: str) -> Any:
    changed = change(sight, figure, YESTERDAY)
    if not changed:
        return html.P(sight.words(title), className="sentence")
    said = spoken(sight, "{what} {n} — {change}", what=sight.words(title),
                  n=linked(sight, figure, amount(sight, figure)), change=changed)
    return html.P(said, className="sentence")


def _backlog(sight: Sight) -> Any:
    """Return the line of open questions over 28 days, walked back from today by what came and went each day."""
    values = backlog(sight.whole("open").value, sight.figures("inflow"), sight.figures("closing"))
    if not values:
        return html.Div(className="picture")
    label = sight.words("over 28 days")
    image = html.Img(src=sparkline(values, WALL["neutral"]), className="spark", alt=label)
    return html.Div([image, html.Span(label, className="evidence")], className="picture")


def backlog(now: float | None, came: Sequence[Figure], went: Sequence[Figure]) -> list[float]:
    """Return the number of open questions at the end of each of the last 28 days; [] when it is unknown."""
    if now is None or not came or len(came) != len(went):
        return []
    values = [now]
    for inflow, closing in list(zip(came, went, strict=True))[:-DAYS:-1]:
        values.append(max(0.0, values[-1] - (inflow.value or 0) + (closing.value or 0)))
    return values[::-1]


def _blocks(sight: Sight) -> Any:
    members = [figure for figure in sight.members("overdue_open_by_block") if figure.n][:BLOCKS]
    named = [part for figure in members for part in (DOT, _member(sight, figure))][1:]
    return html.Div(html.Span(named), className="picture")


def _member(sight: Sight, figure: Figure) -> Any:
    return html.Span([sight.title("block", figure.key), " ", linked(sight, figure, amount(sight, figure))])


def _soon(sight: Sight) -> Any:
    figure = sight.whole("due_in_3_working_days")
    if figure.value is None:
        return html.Div(className="picture")
    said = spoken(sight, "and {n} more within three working days", n=linked(sight, figure, amount(sight, figure)))
    return html.Div(html.Span(said), className="picture")


PANEL = Panel("now", "overview", "The state of things", draw)
