"""The desk of the shift: what calls for somebody, who has taken it, and one alert beside the queue."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import ALERTED
from dashboard.words import Words
from layouts.desk.answers import forms
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page

KEYS = "↑ ↓ go along the queue, Enter opens, Esc closes"


def _draw(words: Words) -> Any:
    queue = html.Div([html.Div(id="alerts-queue"), html.Div(id="alerts-causes"), html.Div(id="alerts-ended"),
                      html.P(words(KEYS), className="desk-muted alerts-keys")], className="alerts-left")
    panel = html.Aside([html.Div(id="alerts-head"), forms(words), html.Div(id="alerts-log")],
                       id="alerts-panel", className="desk-card alerts-panel", hidden=True)
    body = html.Main([
        crumbs(words("Alerts"), words),
        html.Div(id="alerts-counters"),
        html.Div(id="alerts-said", className="desk-said alerts-told", role="status"),
        html.Div([queue, panel], className="alerts-columns"),
    ], className="desk-sheet desk-single")
    return frame(words, "alerts", dcc.Store(id="alerts-done"), dcc.Store(id="alerts-bell"), body)


PAGE = Page("alerts", "/alerts", "Alerts", ALERTED, "desk", _draw)
