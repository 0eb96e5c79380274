"""The desk: what one person who drives a meeting looks at."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import STAFF
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.grid import grid
from layouts.desk.ink import nothing
from layouts.desk.notes import drawer
from layouts.graph import config
from layouts.screens import Page

PANELS = (("desk_flow", 8), ("desk_drill", 4), ("desk_speed", 6), ("desk_times", 6), ("desk_map", 6),
          ("desk_channels", 3), ("desk_ratings", 3), ("desk_forecast", 6))
"""Panel and its width in twelfths."""
WAITING = 200
"""Height in px of a figure that has not come yet."""


def _draw(words: Words) -> Any:
    return frame(words, "desk", html.Div([_scope(words), _sheet(words)], className="desk-body"), drawer(words))


def _scope(words: Words) -> Any:
    return html.Aside([
        html.H2(words("Period")), html.Div(id="desk-periods"), _days(words),
        html.Div(id="desk-compare"),
        html.H2(words("Choice")), html.Div(id="desk-filters"),
    ], className="desk-scope")


def _days(words: Words) -> Any:
    """Return the fields of a period chosen by hand; typed, because people dictate dates in a meeting."""
    day: Any = {"placeholder": words("DD.MM.YYYY"), "maxLength": 10, "autoComplete": "off", "type": "text"}
    return html.Div([
        dcc.Input(id="desk-since", className="desk-day", **day), "–",
        dcc.Input(id="desk-until", className="desk-day", **day),
        html.Button(words("Show"), id="desk-days", n_clicks=0, type="button", className="desk-button"),
        html.Div(id="desk-days-said", className="desk-said", role="status"),
    ], className="desk-days")


def _sheet(words: Words) -> Any:
    return html.Main([
        html.Div([html.Div(id="desk-trail", className="desk-trail")], className="desk-top"),
        html.Div(html.P(words("Counting…"), className="desk-muted"), id="desk-state"),
        html.Div([
            html.Div(id="desk-counters"),
            html.Section(id="desk-sentences", className="desk-card desk-sentences"),
            html.Div(id="desk-numbers", className="desk-numbers"),
            html.Div([_panel(key, width) for key, width in PANELS], className="desk-grid-12"),
            html.Section([html.Div(id="desk-list-head", className="desk-list-head"), grid("desk", words, "560px")],
                         className="desk-card desk-list"),
        ], id="desk-content", className="desk-waiting"),
    ], className="desk-sheet")


def _panel(key: str, width: int) -> Any:
    settings: Any = {**config(), "displayModeBar": False, "responsive": True, "scrollZoom": key == "desk_map"}
    figure: Any = nothing("", WAITING)
    drawn = dcc.Graph(id={"type": "desk-figure", "key": key}, figure=figure, config=settings, responsive=True,
                      style={"height": WAITING})
    return html.Section([html.Div(id={"type": "desk-words", "key": key}), drawn],
                        className=f"desk-card desk-panel desk-wide-{width}")


PAGE = Page("desk", "/", "Desk", STAFF, "desk", _draw)
