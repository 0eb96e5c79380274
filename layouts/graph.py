"""One way to mount a figure: nothing in its corner sends the town's data anywhere, and it speaks Russian."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from dash import dcc

EMPTY = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False},
                               "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}}
"""What is mounted before the first figure: nothing, in no colour, so that nothing flashes."""
LOCALE = Path(__file__).parent / "plotly_ru.json"


@cache
def config() -> dict[str, Any]:
    """Return the plotly config of every Graph."""
    return {"showSendToCloud": False, "displaylogo": False, "locale": "ru",
            "locales": {"ru": orjson.loads(LOCALE.read_bytes())}}


def graph(slot: dict[str, str], *, still: bool = False, **more: Any) -> Any:
    """Return a mounted Graph without a figure yet.

    Args:
        slot: its id.
        still: a picture that no hand moves, as on the wall.
        more: further properties of the Graph.
    """
    quiet = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True} if still else {}
    settings: Any = {**config(), **quiet}
    return dcc.Graph(id=slot, config=settings, figure=EMPTY, **more)
