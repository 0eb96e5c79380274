"""The audit log: what was done, by whom, and whether the log itself is whole."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import PROOF
from dashboard.words import Words
from layouts.desk.acts import dropdown_labels
from layouts.desk.frame import frame
from layouts.desk.journal import kinds
from layouts.desk.path import crumbs
from layouts.screens import Page

CSV = "/audit.csv"


def _draw(words: Words) -> Any:
    pages = [html.Button(words("Newer"), id="audit-newer", n_clicks=0, className="desk-button", type="button"),
             html.Button(words("Older"), id="audit-older", n_clicks=0, className="desk-button", type="button"),
             html.Span(id="audit-foot", className="desk-muted")]
    body = html.Main([
        crumbs(words("Audit log"), words),
        html.Section([html.H2(words("The chain")), html.Div(id="audit-chain")], className="desk-card"),
        html.Section([_filters(words), html.Div(id="audit-entries"), html.Div(pages, className="desk-pages")],
                     className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "audit", dcc.Store(id="audit-offset", data=0), body)


def _filters(words: Words) -> Any:
    labels: Any = {"labels": dropdown_labels(words), "className": "desk-pick"}
    day: Any = {"placeholder": words("DD.MM.YYYY"), "maxLength": 10, "autoComplete": "off", "type": "text"}
    return html.Div([
        dcc.Dropdown(id="audit-kind", options=kinds(words), placeholder=words("What was done"), **labels),
        dcc.Dropdown(id="audit-actor", options=[], placeholder=words("Who"), **labels),
        dcc.Input(id="audit-day", className="desk-day", debounce=True, **day),
        html.A(words("Download (CSV)"), id="audit-csv", href=CSV, download="", className="desk-button"),
        html.Span(id="audit-said", className="desk-said", role="status"),
    ], className="desk-choices")


PAGE = Page("audit", "/audit", "Audit log", PROOF, "desk", _draw)
