"""One appeal: the only page that shows its texts."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import STAFF
from dashboard.words import Words
from layouts.desk.acts import forms
from layouts.desk.frame import frame
from layouts.screens import Page


def _draw(words: Words) -> Any:
    sheet = html.Div([html.Div(id="case-sheet", className="case-sheet"), forms(words)], className="case")
    body = html.Main([html.Div(id="case-trail"), sheet], className="desk-sheet desk-single")
    return frame(words, "case", dcc.Store(id="case-done"), body)


PAGE = Page("case", "/case", "Appeal", STAFF, "desk", _draw)
