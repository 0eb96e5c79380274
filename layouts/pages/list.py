"""Exactly the rows of one number."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.people import STAFF
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.grid import grid
from layouts.screens import Page


def _draw(words: Words) -> Any:
    body = html.Main([
        html.Div(id="list-trail"),
        html.Div(id="list-state"),
        html.Section([html.Div(id="list-head", className="desk-list-head"), grid("list", words, "calc(100vh - 224px)")],
                     className="desk-card desk-list"),
    ], className="desk-sheet desk-single")
    return frame(words, "list", body)


PAGE = Page("list", "/list", "List", STAFF, "desk", _draw)
