"""Обстановка's right side asks: where does something heap up?"""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.callouts import Columns
from layouts.camera import Window
from layouts.overlay import chart, overlay, scheme, sentence
from layouts.screens import FigureDict, Panel, Sight

SHOWN = 3
WINDOW = Window(1088, 740, (30, 120, 370, 40))
COLUMNS = Columns(left=None, right=200.0, height=560.0, box_width=336.0, box_height=112.0)


def draw(sight: Sight) -> list[Any]:
    """Return the sentence over the map and the callouts of three heaps."""
    return [overlay(sight, WINDOW, COLUMNS, SHOWN), html.P(sentence(sight, SHOWN), className="sentence over"),
            scheme(sight)]


def figure(sight: Sight) -> FigureDict:
    """Return the map."""
    return chart(sight, WINDOW, SHOWN)


PANEL = Panel("overview_map", "overview", "Where it heaps up", draw, figure)
