"""The footer: whose town this is, whether its life is invented, and of what moment the board is."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.screens import Panel, Sight


def draw(sight: Sight) -> list[Any]:
    """Return «ДЕМО» where it applies and the moment of the board."""
    words = sight.words
    demo = [html.B(words("DEMO"), className="demo")] if sight.board.demo else []
    told: dict[str, Any] = {"data-computed": sight.board.at.isoformat()}
    return [*demo, html.Span(words("board of {at}", at=words.clock(sight.board.at)), **told)]


PANEL = Panel("foot", "footer", "Footer", draw)
