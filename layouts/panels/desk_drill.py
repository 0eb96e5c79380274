"""The next step down the path: blocks, topics, streets or houses, most asked about first."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.desk.bars import bars, compared_with, counted
from layouts.desk.glance import Glance
from layouts.desk.ink import nothing
from layouts.desk.path import next_level
from layouts.screens import FigureDict, Panel, Sight

QUIET = 200
TITLES = {"block": "Which blocks are asked about", "topic": "Which topics are asked about",
          "street": "From which streets", "house": "From which houses"}


def level(sight: Sight) -> str:
    """Return the dimension that the board's scope is divided by next."""
    return next_level(Glance(sight.board.scope))


def _draw(sight: Sight) -> Any:
    return [html.H2(sight.words(TITLES[level(sight)])), compared_with(sight)]


def _figure(sight: Sight) -> FigureDict:
    key = level(sight)
    found = counted(sight, sight.members(f"received_by_{key}"), key)
    return bars(found) if found else nothing(sight.words("Nothing came in"), QUIET)


PANEL = Panel("desk_drill", "desk", "The next step down", _draw, _figure)
