"""Promises and deferred decisions: which were broken, and what is promised for which day."""

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
        crumbs(words("Promises"), words),
        html.Section([html.H2(words("Broken promises")), html.Div(id="promises-broken")], className="desk-card"),
        html.Section([html.Div(id="promises-head"), html.Div(id="promises-month")], className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "promises", body)


PAGE = Page("promises", "/promises", "Promises", STAFF, "desk", _draw)
