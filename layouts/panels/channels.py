"""Темы, right above, asks: by which way do people come to us?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Panel, Sight
from layouts.spoken import amount, linked, spoken
from layouts.theme import SERIES
from layouts.tile import evidence

SHOWN = 5


def draw(sight: Sight) -> list[Any]:
    """Return one bar of the five largest channels and the rest in grey, labelled directly."""
    members = [figure for figure in sight.members("received_by_channel") if figure.n]
    whole = sight.whole("received_by_channel")
    if not members:
        return [html.P(sight.words("Nothing was received"), className="sentence")]
    shown, rest = members[:SHOWN], sum(figure.n for figure in members[SHOWN:])
    total = sum(figure.n for figure in members)
    first = spoken(sight, "Most come by {channel}: {n} of {of}", channel=sight.title("channel", shown[0].key),
                   n=linked(sight, shown[0], amount(sight, shown[0])), of=linked(sight, whole, amount(sight, whole)))
    return [html.P(first, className="sentence"), _bar(shown, rest, total),
            html.Ul(_labels(sight, shown, whole, rest), className="counted"), evidence(sight, whole)]


def _bar(shown: Sequence[Figure], rest: int, total: int) -> Any:
    parts = [html.I(style={"width": f"{100 * f.n / total:.1f}%", "background": colour})
             for f, colour in zip(shown, SERIES, strict=False)]
    other = html.I(style={"width": f"{100 * rest / total:.1f}%"}, className="other")
    return html.Div([*parts, other], className="mix")


def _labels(sight: Sight, shown: Sequence[Figure], whole: Figure, rest: int) -> list[Any]:
    rows = [html.Li([html.I(style={"background": colour}), html.Span(sight.title("channel", f.key)),
                     linked(sight, f, amount(sight, f))]) for f, colour in zip(shown, SERIES, strict=False)]
    other = [html.Li([html.I(className="other"), html.Span(sight.words("other")),
                      html.Span(sight.words.number(rest))])] if rest else []
    return [*rows, *other] if whole.value is not None else rows


PANEL = Panel("channels", "topics", "Channels", draw)
