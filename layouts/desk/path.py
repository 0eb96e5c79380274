"""The one path down: town → block → topic → street → house → list → one appeal (lessons §3, 72)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import dcc, html

from dashboard.words import Words
from layouts.desk.glance import Glance

PATH = ("block", "topic", "street", "house")
Title = Callable[[str, str], str]
"""(dimension, member) → how people call it."""


def next_level(glance: Glance) -> str:
    """Return the dimension that the next step down divides by; the last one divides itself."""
    chosen = [place for place, key in enumerate(PATH) if key in glance.scope.members]
    return PATH[min(max(chosen, default=-1) + 1, len(PATH) - 1)]


def wider(glance: Glance) -> Glance | None:
    """Return the glance one step up: without its deepest member; None when the whole town is seen."""
    deepest = [key for key in PATH if key in glance.scope.members] or sorted(glance.scope.members)
    return glance.without(deepest[-1]) if deepest else None


def trail(glance: Glance, town: str, title: Title, words: Words) -> list[Any]:
    """Return the breadcrumb: the town, the path so far, and the other choices, each to be taken back."""
    levels = [key for key in PATH if key in glance.scope.members]
    others = sorted(glance.scope.members.keys() - set(PATH))
    steps: list[Any] = [_step(town, glance.without(*levels), last=not levels)]
    for place, key in enumerate(levels):
        named = _named(glance, key, title, words)
        steps += [html.Span("›", className="desk-trail-arrow"),
                  _step(named, glance.without(*levels[place + 1:]), last=place == len(levels) - 1)]
    chips = [dcc.Link([_named(glance, key, title, words), html.Span("×", className="desk-cross")],
                      href=_href(glance.without(key)), className="desk-chip", title=words("take the choice back"))
             for key in others]
    up = wider(glance)
    said = words("one step up")
    back = dcc.Link("←", href=_href(up), id="desk-wider", className="desk-up", title=said) if up else None
    return [back, *steps, *chips]


def crumbs(said: str, words: Words, back: str = "/") -> Any:
    """Return where a page stands: the desk, or what the reader came from, and the page's own name."""
    return html.Div([html.A("←", href=back, className="desk-up", title=words("back")),
                     html.A(words("Desk"), href="/"), html.Span("›", className="desk-trail-arrow"),
                     html.H1(said, className="desk-trail-here")], className="desk-trail desk-crumbs")


def _href(glance: Glance) -> str:
    return f"/{glance.search}"


def _step(said: str, glance: Glance, *, last: bool) -> Any:
    if last:
        return html.Span(said, className="desk-trail-here")
    return dcc.Link(said, href=_href(glance), className="desk-trail-step")


def _named(glance: Glance, key: str, title: Title, words: Words) -> str:
    members = sorted(title(key, member) or words("not stated") for member in glance.scope.members[key])
    return members[0] if len(members) == 1 else words("{first} and {n} more", first=members[0], n=len(members) - 1)
