"""Обстановка asks: what is different from before?"""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.screens import Panel, Sight
from layouts.sentences import changes

SHOWN = 3


def draw(sight: Sight) -> list[Any]:
    """Return three sentences, the most important first."""
    said = changes(sight, SHOWN) or [[sight.words("Nothing worth a sentence")]]
    return [html.H2(sight.words("What has changed")), html.Ol([html.Li(words, className="sentence") for words in said])]


PANEL = Panel("changes", "overview", "What has changed", draw)
