"""What every number means."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.people import STAFF
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page

PARTS = (("metrics", "Figures"), ("measures", "What is counted"), ("dimensions", "By what it is divided"))


def _draw(words: Words) -> Any:
    contents = html.Nav([html.A(words(title), href=f"#part-{key}") for key, title in PARTS], className="desk-contents")
    parts = [html.Section([html.H2(words(title)), html.Div(id=f"definitions-{key}", className="desk-definitions")],
                          id=f"part-{key}", className="desk-card") for key, title in PARTS]
    trail = crumbs(words("Definitions"), words)
    body = html.Main([trail, contents, *parts], className="desk-sheet desk-single desk-stack")
    return frame(words, "definitions", body)


PAGE = Page("definitions", "/definitions", "Definitions", STAFF, "desk", _draw)
