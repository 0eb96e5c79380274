"""The head of a list: what is listed, how many, in which scope, and the ways to take it along."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.dimension import Dimension
from dashboard.domain.measures import MEASURES
from dashboard.words import Words
from layouts.desk.glance import Glance
from layouts.desk.path import Title

Dimensions = dict[str, Dimension]
LISTED = ("received", "open", "overdue_open", "due_today", "due_in_3_working_days", "closed", "closed_late")


def list_head(glance: Glance, total: int, scope: str, words: Words) -> list[Any]:
    """Return the heading with the count, the scope in words, and the downloads."""
    title = words(MEASURES[glance.measure].title)
    query = f"{glance.search}" + ("" if glance.measure != "received" else "&measure=received")
    files = [html.A(said, href=f"/export/{key}{query}", download="", className="desk-button")
             for key, said in (("csv", "CSV"), ("xlsx", "XLSX"))]
    return [html.H2([f"{title}: ", html.Span(words.number(total), id="desk-total")]),
            html.Span(scope, className="desk-muted"), html.Div(files, className="desk-files")]


def measure_switch(glance: Glance, words: Words) -> Any:
    """Return links to the lists that people ask for most, the present one marked."""
    keys = LISTED if glance.measure in LISTED else (glance.measure, *LISTED)
    return html.Div([
        dcc.Link(words(MEASURES[key].title), className="desk-switch" + (" desk-on" if key == glance.measure else ""),
                 href=f"/{Glance(glance.scope, glance.view, key, glance.compare).search}") for key in keys
    ], className="desk-measures")


def scope_words(glance: Glance, dimensions: Dimensions, title: Title, words: Words) -> str:
    """Return the scope in a line: the period where the measure looks at one, then each choice."""
    scope, said = glance.scope, []
    if MEASURES[glance.measure].period is not None:
        said.append(period_words(glance, words))
    for key, chosen in sorted(scope.members.items()):
        names = sorted(title(key, member) or words("not stated") for member in chosen)
        said.append(f"{words(dimensions[key].title)}: {', '.join(names)}")
    return " · ".join(said)


def period_words(glance: Glance, words: Words) -> str:
    """Return the period in words."""
    since, until = glance.scope.since, glance.scope.until
    if since and until:
        return words.day(since) if since == until else f"{words.day(since)} – {words.day(until)}"
    if since:
        return words("since {day}", day=words.day(since))
    return words("until {day}", day=words.day(until)) if until else words("all time")
