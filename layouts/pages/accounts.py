"""Accounts and screens: the administrator's page."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import KEEPERS
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.keeping import account_form, screen_form
from layouts.desk.path import crumbs
from layouts.screens import Page


def _draw(words: Words) -> Any:
    body = html.Main([
        crumbs(words("Accounts"), words),
        html.Div(id="accounts-said", className="desk-said desk-secret", role="status"),
        html.Section([html.H2(words("Accounts")), html.Div(id="accounts-list")], className="desk-card"),
        html.Section([html.H2(words("A new account")), account_form(words)], className="desk-card"),
        html.Section([html.H2(words("Screens of the wall")), html.Div(id="accounts-screens")], className="desk-card"),
        html.Section([html.H2(words("A new screen")), screen_form(words)], className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "accounts", dcc.Store(id="accounts-done"), body)


PAGE = Page("accounts", "/accounts", "Accounts", KEEPERS, "desk", _draw)
