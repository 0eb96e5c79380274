"""Обстановка asks: what is different from before?"""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.lines import fitting, lines
from layouts.screens import Panel, Sight
from layouts.sentences import changes

SHOWN = 3
LETTERS, LINES = 50, 6
"""A line of the column, and how many lines of sentences stand under each other."""


def draw(sight: Sight) -> list[Any]:
    """Return at most three sentences, the most important first, each whole."""
    found = changes(sight, SHOWN) or [[sight.words("Nothing worth a sentence")]]
    said = fitting(found, [lines(words, LETTERS) for words in found], LINES) or found[:1]
    return [html.H2(sight.words("What has changed")), html.Ol([html.Li(words, className="sentence") for words in said])]


PANEL = Panel("changes", "overview", "What has changed", draw)
