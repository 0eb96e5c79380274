"""What is published: the fixed list of scopes that an observer sees, from the read model."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.people import Role
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page


def _draw(words: Words) -> Any:
    told = words("Periods that are over, places of at least three cases, shares of at least five: smaller numbers "
                 "would tell of single people.")
    body = html.Main([crumbs(words("Published"), words), html.P(told, className="desk-muted"),
                      html.Div(id="observer-scopes", className="desk-stack")], className="desk-sheet desk-single")
    return frame(words, "observer", body)


PAGE = Page("observer", "/observer", "Published", frozenset({Role.OBSERVER}), "desk", _draw)
