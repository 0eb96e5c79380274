"""The moment at which the desk stands still, and the quiet offer to move on."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.scope import View
from dashboard.words import Words


def moment(view: View, today: str, words: Words) -> list[Any]:
    """Return «as of 10:02»; with its day when that is not today (given as DD.MM.YYYY)."""
    if view.as_of is None:
        return []
    on = words.day(view.as_of.astimezone(words.zone).date())
    clock = words.clock(view.as_of)
    said = words("as of {clock}", clock=clock) if on == today else words("as of {day}, {clock}", day=on, clock=clock)
    return [html.Span(said, className="desk-as-of")]


def chip(news: int, search: str, words: Words) -> list[Any]:
    """Return «new: 3 · refresh»; nothing when nothing has changed since."""
    if not news:
        return []
    return [dcc.Link([words("new: {n}", n=words.number(news)), " · ", html.Span(words("refresh"))], href=f"/{search}",
                     className="desk-news", id="desk-refresh")]
