"""What lies over every scene of a town of which nothing is known yet: no claim, only what to do next."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.screens import Panel, Sight


def draw(sight: Sight) -> list[Any]:
    """Return the calm state of an empty town; nothing where there are data."""
    if not sight.empty:
        return []
    words = sight.words
    steps = [words("Put an export of appeals into the inbox folder"),
             words("or upload the file on the page «Sources»")]
    return [html.H2(words("No data yet")), *(html.P(step, className="sentence") for step in steps),
            html.P(words("The wall comes alive by itself with the first file"), className="evidence")]


PANEL = Panel("nothing", "cover", "No data yet", draw)
