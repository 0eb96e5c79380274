"""Sentences whose numbers are links: a translated template with components in its places."""

from __future__ import annotations

from string import Formatter
from typing import Any

from dash import dcc

from dashboard.domain.figures import Drill
from dashboard.domain.scope import View
from dashboard.words import Words
from layouts.desk.glance import PREVIOUS, narrowed


def rich(words: Words, template: str, **parts: Any) -> list[Any]:
    """Return the translated template as a list of texts and components; a part may be a list itself."""
    found: list[Any] = []
    for text, name, _, _ in Formatter().parse(words(template)):
        if text:
            found.append(text)
        if name:
            part = parts[name]
            found.extend(part if isinstance(part, list) else [part])
    return found


def number_link(said: str, drill: Drill, view: View, compare: str = PREVIOUS) -> Any:
    """Return a number as a link that narrows the desk to exactly its rows."""
    return dcc.Link(said, href=f"/{narrowed(drill, view, compare)}", className="desk-number-link")
