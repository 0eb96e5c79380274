"""Where terms are kept: department × channel."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.people import STAFF
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page


def _draw(words: Words) -> Any:
    body = html.Main([
        crumbs(words("Terms by channel"), words),
        html.Section([html.Div(id="matrix-choices", className="desk-choices"),
                      html.Div(html.P(words("Counting…"), className="desk-muted"), id="matrix-table")],
                     className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "matrix", body)


PAGE = Page("matrix", "/matrix", "Terms by channel", STAFF, "desk", _draw)
