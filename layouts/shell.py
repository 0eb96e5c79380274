"""The shell around every page: the index document, and the place where the page of an address is mounted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.domain.people import Access, Viewer
from dashboard.registry import discover
from dashboard.words import Words
from layouts.screens import Page

INDEX = """<!DOCTYPE html>
<html lang="{language}" data-look="{look}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{scheme}">
<title>{title}</title>
{favicon}{css}
</head>
<body>
<div id="react-entry-point"></div>
{config}{scripts}{renderer}
</body>
</html>"""

PARTS = ("favicon", "css", "config", "scripts", "renderer")


def pages() -> Mapping[str, Page]:
    """Return path → page of all registered pages."""
    return {page.path: page for page in discover("layouts.pages", Page).values()}


def admitted() -> Mapping[str, Access]:
    """Return path → roles of all registered pages."""
    return {path: page.access for path, page in pages().items()}


def layout() -> Any:
    """Return the application's root: the address and the page's place."""
    return html.Div([dcc.Location(id="place", refresh="callback-nav"), html.Div(id="page")])


def page_at(path: str, viewer: Viewer, words: Words) -> Any:
    """Return the frame of the page at an address; words and a way back where there is none for this viewer."""
    page = pages().get(path)
    if page is None or not viewer.may(page.access):
        return html.Main([html.H1(words("There is no such page")), dcc.Link(words("to the desk"), href="/")])
    return page.draw(words)


def index(path: str, words: Words, parts: Mapping[str, str]) -> str:
    """Return the index document of a page: its title, its look, no English word while it loads.

    Args:
        path: address that is asked for.
        words: of the reader.
        parts: Dash's `favicon`, `css`, `config`, `scripts` and `renderer`.
    """
    page = pages().get(path)
    look, title = (page.look, page.title) if page else ("desk", "Situation room")
    return INDEX.format(language=words.language, look=look, scheme="dark" if look == "wall" else "light",
                        title=words(title), **{key: parts.get(key, "") for key in PARTS})
