"""On which ways people come."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.desk.bars import bars, compared_with, counted
from layouts.desk.ink import nothing
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

QUIET = 200


def _draw(sight: Sight) -> Any:
    return [html.H2(sight.words("On which ways people come")), compared_with(sight)]


def _figure(sight: Sight) -> FigureDict:
    found = counted(sight, sight.members("received_by_channel"), "channel")
    return bars(found, DESK["muted"]) if found else nothing(sight.words("Nothing came in"), QUIET)


PANEL = Panel("desk_channels", "desk", "By channel", _draw, _figure)
