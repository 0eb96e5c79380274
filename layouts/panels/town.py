"""The header's left: the town."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.screens import Panel, Sight


def draw(sight: Sight) -> list[Any]:
    """Return the town's name."""
    return [html.Span(sight.board.town, className="town-name")]


PANEL = Panel("town", "header", "Town", draw)
