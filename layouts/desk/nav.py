"""Where the viewer may go, and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.domain.people import PEOPLE, Viewer
from dashboard.words import Words
from layouts.screens import Page

DAILY = (("/", "Desk"), ("/alerts", "Alerts"), ("/matrix", "Terms"), ("/promises", "Promises"),
         ("/observer", "Published"), ("/sources", "Sources"), ("/wall", "Wall"))
SELDOM = (("/definitions", "Definitions"), ("/rules", "Rules"), ("/calendar", "Calendar"), ("/roster", "People"),
          ("/accounts", "Accounts"), ("/audit", "Audit log"))
FEW = 7
"""So many places stand in one line beside search and sources; of more, the seldom needed go behind «more»."""
ROLES = {"curator": "Curator", "head": "Head of the centre", "block": "Responsible for a block",
         "operator": "Operator", "administrator": "Administrator", "observer": "Observer", "wall": "Screen"}
"""Role → what people call it."""


def places(viewer: Viewer, path: str, known: Mapping[str, Page], words: Words) -> list[Any]:
    """Return links to the pages that a viewer may see."""
    daily, seldom = ([(href, said) for href, said in group if href in known and viewer.may(known[href].access)]
                     for group in (DAILY, SELDOM))
    if len(daily) + len(seldom) <= FEW:
        return [_place(href, said, path, words) for href, said in (*daily, *seldom)]
    links = [_place(href, said, path, words) for href, said in seldom]
    here = next((said for href, said in seldom if href == path), None)
    shown = html.Summary(words(here or "More"), className="desk-place" + (" desk-on" if here else ""))
    return [*(_place(href, said, path, words) for href, said in daily),
            html.Details([shown, html.Div(links)], className="desk-menu desk-more")]


def _place(href: str, said: str, path: str, words: Words) -> Any:
    return html.A([words(said), *(_alarms(words) if href == "/alerts" else [])], href=href,
                  className="desk-place" + (" desk-on" if href == path else ""))


def _alarms(words: Words) -> list[Any]:
    """Return the place of the number of grave alerts that nobody has taken."""
    return [html.Span(id="desk-alarms", className="desk-badge desk-alarms", title=words("grave and taken by nobody"))]


def account(viewer: Viewer, words: Words) -> list[Any]:
    """Return the menu of the viewer's own account."""
    roles = [html.Span(words(ROLES[role])) for role in sorted(viewer.roles)]
    ways = [html.A(words("Change the password"), href="/password"),
            html.Button(words("Sign out"), id="desk-logout", type="button", className="desk-button")]
    return [html.Summary(viewer.title or viewer.name), html.Div([*roles, *(ways if viewer.may(PEOPLE) else [])])]
