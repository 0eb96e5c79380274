"""The four counters of terms: overdue, today, this week, this month; each a link to exactly its cases.

Today's are a part of the week's and of the month's; what is overdue is in none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.figures import Figure
from dashboard.domain.scope import View
from dashboard.words import Words
from layouts.address import address

COUNTERS = (("overdue_open", "▲", "Overdue"), ("ending_today", "●", "Term ends today"),
            ("ending_week", "◐", "Term ends this week"), ("ending_month", "○", "Term ends this month"))
"""Metric, its mark, and what it is called."""
Figures = Mapping[str, Sequence[Figure] | Unavailable]


def counters(figures: Figures, view: View, words: Words) -> Any:
    """Return the four counters out of a board's metrics (`Board.metrics`), judged at the view's moment."""
    look: Any = {"aria-label": words("Terms that end")}
    return html.Nav([_counter(figures.get(key, ()), (key, mark, title), view, words)
                     for key, mark, title in COUNTERS], className="desk-counters", **look)


def counters_of(board: Board, words: Words) -> Any:
    """Return the four counters of a board."""
    return counters(board.metrics, board.view, words)


def _counter(found: Sequence[Figure] | Unavailable, told: tuple[str, str, str], view: View, words: Words) -> Any:
    key, mark, title = told
    if isinstance(found, Unavailable) or not found or found[0].drill is None:
        return html.Span([html.Span(words(title)), html.B("—")], className="desk-counter",
                         title=words("cannot be counted now"))
    figure = found[0]
    broken = " desk-counter-broken" if key == "overdue_open" and figure.n else ""
    said = f"{mark} {words(title)}" if figure.n else words(title)
    return html.A([html.Span(said), html.B(words.number(figure.n))],
                  href=address(found[0].drill, view),
                  className=f"desk-counter{broken}")
