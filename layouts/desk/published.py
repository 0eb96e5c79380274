"""One published scope as a card: a few numbers and its public snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.figures import Figure
from dashboard.words import Words
from layouts.desk.evidence import value_of

NUMBERS = ("received", "closed", "open", "overdue_open", "on_time", "closing_time_median", "satisfaction")
FORMATS = (("pdf", "Public page (PDF)"), ("png", "Public picture (PNG)"), ("xlsx", "Public table (XLSX)"))


def card(title: str, board: Board, titles: Mapping[str, str], search: str, words: Words) -> Any:
    """Return a scope's card; `titles` are the metrics' (key → gettext key), `search` is the scope's address."""
    joined = f"?{search}&" if search else "?"
    shown = [_number(key, titles[key], board, words) for key in NUMBERS if key in titles]
    ways = [html.A(words(said), href=f"/export/{key}{joined}privacy=public", download="", className="desk-button")
            for key, said in FORMATS]
    return html.Section([html.H2(title), html.Div(shown, className="desk-published"), html.Div(ways)],
                        className="desk-card")


def _number(key: str, title: str, board: Board, words: Words) -> Any:
    figure = whole(board, key)
    said = words("not enough data") if figure is None or figure.value is None else value_of(figure, words)
    return html.Div([html.Span(words(title), className="desk-muted"), html.B(said)])


def whole(board: Board, key: str) -> Figure | None:
    """Return the whole of a metric, or None where it could not be computed."""
    found = board.metrics.get(key, ())
    if isinstance(found, Unavailable):
        return None
    return next((figure for figure in found if figure.key == ""), None)
