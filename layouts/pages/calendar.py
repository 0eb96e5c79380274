"""The working calendar: a year at a glance, until when it is decreed, and where a decree is entered."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import RULE_READERS
from dashboard.words import Words
from layouts.desk import decree, law, year
from layouts.desk.acts import dropdown_labels
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page


def _draw(words: Words) -> Any:
    pick: Any = {"clearable": False, "labels": dropdown_labels(words), "className": "law-pick"}
    body = html.Main([
        crumbs(words("Working calendar"), words),
        html.Div(id="calendar-coverage"), html.Div(id="calendar-status"),
        html.Div(id="calendar-said", className="desk-said", role="status"),
        html.Section([html.Div([html.H2(words("The year")), dcc.Dropdown(id="calendar-year", options=[], **pick),
                                year.legend(words)], className="law-head"), html.Div(id="calendar-months")],
                     className="desk-card"),
        decree.form(words),
        html.Div([
            html.Section([html.H2(words("Entered here")), html.Div(id="calendar-entered")], className="desk-card"),
            html.Section([html.H2(words("Working hours")), html.Div(id="calendar-hours")], className="desk-card"),
        ], className="law-columns"),
        law.whole("calendar", words),
        html.Section([html.H2(words("Versions")), html.Div(id="calendar-versions")], className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "calendar", *law.parts("calendar", words), body)


PAGE = Page("calendar", "/calendar", "Working calendar", RULE_READERS, "desk", _draw)
