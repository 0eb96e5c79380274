"""What draws the wall's parcels: the panels, with the words and the plan of this room."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.cache.board import Board
from dashboard.registry import discover
from dashboard.words import Words
from layouts.pages.wall import PLACES
from layouts.parcel import parcel
from layouts.plan import Plan
from layouts.screens import Panel, Sight


def drawer(words: Words, plan: Plan) -> Callable[[Board], bytes]:
    """Return the function that draws a board as a parcel."""
    panels = tuple(panel for panel in discover("layouts.panels", Panel).values() if panel.scene in PLACES)

    def draw(board: Board) -> bytes:
        return parcel(panels, Sight(board, words, plan))

    return draw
