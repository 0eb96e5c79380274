"""The roster: who is appointed to what, from which day to which, and its YAML."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import ROSTER
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.law import keeping
from layouts.desk.path import crumbs
from layouts.screens import Page

HOW = ("One row is one appointment. Whoever leaves keeps their row: close it with the last day, so that the question "
       "who answered on that day keeps its answer. Every change is a new version; the former ones stay.")


def _draw(words: Words) -> Any:
    body = html.Main([
        crumbs(words("People"), words),
        html.Div(id="roster-said", className="desk-said", role="status"),
        html.Section([html.H2(words("Who answers today")), html.Div(id="roster-today")], className="desk-card"),
        html.Section([html.H2(words("All appointments")), html.Div(id="roster-rows")], className="desk-card"),
        html.Section([
            html.H2(words("Change")), html.P(words(HOW), className="desk-muted"),
            dcc.Textarea(id="roster-text", className="desk-yaml", spellCheck=False),
            html.Div(id="roster-diff"),
            dcc.Input(id="roster-reason", type="text", placeholder=words("Why: whoever opens this later will ask"),
                      autoComplete="off", className="desk-wide"),
            keeping("roster", words),
        ], className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "roster", dcc.Store(id="roster-done"), body)


PAGE = Page("roster", "/roster", "People", ROSTER, "desk", _draw)
