"""The rules of terms: what holds, in words; one changed from a day on; the whole as YAML; the former versions."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.people import RULE_READERS
from dashboard.words import Words
from layouts.desk import law, rules
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page


def _draw(words: Words) -> Any:
    body = html.Main([
        crumbs(words("Rules of terms"), words),
        html.Div(id="rules-status"), html.Div(id="rules-said", className="desk-said", role="status"),
        rules.form(words),
        html.Section([html.H2(words("Rules that hold")), html.Div(id="rules-table")], className="desk-card law-rules"),
        law.whole("rules", words),
        html.Section([html.H2(words("Versions")), html.Div(id="rules-versions")], className="desk-card"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "rules", *law.parts("rules", words), body)


PAGE = Page("rules", "/rules", "Rules of terms", RULE_READERS, "desk", _draw)
