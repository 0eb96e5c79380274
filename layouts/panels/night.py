"""The night scene asks nothing: a clock and three numbers, dim, so that the screen rests."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.screens import Panel, Sight
from layouts.tile import big

NUMBERS = (("open", "In work"), ("overdue_open", "Overdue"), ("due_today", "Due today"))


def draw(sight: Sight) -> list[Any]:
    """Return three numbers with their names."""
    return [html.Div([big(sight, sight.whole(key)), html.P(sight.words(title), className="sentence")])
            for key, title in NUMBERS]


PANEL = Panel("night", "night", "Night", draw)
