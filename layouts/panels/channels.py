"""Темы, right above, asks: by which way do people come to us?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    shown, rest = members[:SHOWN], members[SHOWN:]
    total = sum(figure.n for figure in members)
    first = spoken(sight, "Most come by {channel}: {n} of {of}", channel=sight.title("channel", shown[0].key),
                   n=linked(sight, shown[0], amount(sight, shown[0])), of=linked(sight, whole, amount(sight, whole)))
    return [html.P(first, className="sentence"), _bar(shown, total),
            html.Ul(_labels(sight, shown, rest), className="counted"), evidence(sight, whole)]


def _bar(shown: Sequence[Figure], total: int) -> Any:
    parts = [html.I(style={"width": f"{100 * f.n / total:.1f}%", "background": colour})
             for f, colour in zip(shown, SERIES, strict=False)]
    rest = total - sum(figure.n for figure in shown)
    other = html.I(style={"width": f"{100 * rest / total:.1f}%"}, className="other")
    return html.Div([*parts, other], className="mix")


def _labels(sight: Sight, shown: Sequence[Figure], rest: Sequence[Figure]) -> list[Any]:
    rows = [html.Li([html.I(style={"background": colour}), html.Span(sight.title("channel", f.key)),
                     linked(sight, f, amount(sight, f))]) for f, colour in zip(shown, SERIES, strict=False)]
    return [*rows, _other(sight, rest)] if rest else rows


def _other(sight: Sight, rest: Sequence[Figure]) -> Any:
    """Return the row of all smaller channels together; its link chooses them all."""
    n, drill = sum(figure.n for figure in rest), rest[0].drill
    scope = drill.scope.within("channel", *(figure.key for figure in rest)) if drill else None
    joined = replace(rest[0], n=n, drill=replace(drill, scope=scope) if drill and scope else None)
    return html.Li([html.I(className="other"), html.Span(sight.words("other")),
                    linked(sight, joined, sight.words.number(n))])


PANEL = Panel("channels", "topics", "Channels", draw)
