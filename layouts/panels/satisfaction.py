"""Темы, right below, asks: are people content with the answers, and how many said so?"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Panel, Sight
from layouts.spoken import amount, linked, spoken
from layouts.tile import UNTOLD, evidence


def draw(sight: Sight) -> list[Any]:
    """Return the share of 4 and 5 with its interval in words, and the five counts as bars."""
    share, marks = sight.whole("satisfaction"), sight.figures("ratings")
    top = max([figure.n for figure in marks] + [1])
    bars = [_bar(sight, figure, top) for figure in marks]
    return [html.P(_sentence(sight, share), className="sentence"), html.Div(bars, className="marks"),
            evidence(sight, share, counted="{n} of {of} ratings")]


def _sentence(sight: Sight, share: Figure) -> list[Any]:
    words = sight.words
    if share.value is None or share.low is None or share.high is None:
        return [words("Satisfaction"), ": ", words(UNTOLD.get(share.state, "no data"))]
    return spoken(sight, "Content {n}; surely between {low} and {high}", n=linked(sight, share, amount(sight, share)),
                  low=words.percent(share.low), high=words.percent(share.high))


def _bar(sight: Sight, figure: Figure, top: int) -> Any:
    style = {"height": f"{100 * figure.n / top:.1f}%"}
    return html.Div([linked(sight, figure, amount(sight, figure)), html.Div(html.I(style=style), className="room"),
                     html.B(f"{figure.key}★")])


PANEL = Panel("satisfaction", "topics", "Satisfaction", draw)
