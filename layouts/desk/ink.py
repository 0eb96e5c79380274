"""How the desk's figures are drawn: plain plotly dicts, direct labels, horizontal lines only (design §5)."""

from __future__ import annotations

from typing import Any

from layouts.theme import DESK, FONT

SMALL, BODY = 12, 13
FULL = 384
"""Height in px of a figure that fills its card; figures of bars and dots are as high as they have rows."""


def sheet(height: int, **layout: Any) -> dict[str, Any]:
    """Return a figure's layout in the desk's letters and colours; keywords lie over it."""
    return {
        "height": height, "margin": {"l": 8, "r": 8, "t": 8, "b": 24}, "showlegend": False, "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "separators": ", ", "bargap": 0.3,
        "font": {"family": FONT, "size": BODY, "color": DESK["text"]},
        "hoverlabel": {"font": {"family": FONT, "size": BODY, "color": DESK["text"]}, "bgcolor": DESK["surface"],
                       "bordercolor": DESK["line"]},
        **layout,
    }


def quiet_axis(**axis: Any) -> dict[str, Any]:
    """Return an axis without lines of its own."""
    return {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "automargin": True,
            "ticklabelstandoff": 4,
            "tickfont": {"size": SMALL, "color": DESK["muted"]}, **axis}


def titled(said: str) -> dict[str, Any]:
    """Return an axis' title: its unit, in small quiet letters."""
    return {"text": said, "standoff": 4, "font": {"size": SMALL, "color": DESK["muted"]}}


def lined_axis(**axis: Any) -> dict[str, Any]:
    """Return an axis with light lines across the figure."""
    return quiet_axis(**{"showgrid": True, "gridcolor": DESK["line"], "gridwidth": 1, "rangemode": "tozero", **axis})


def nothing(said: str, height: int) -> dict[str, Any]:
    """Return a figure that says in its middle why there is nothing to draw."""
    note = {"text": said, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False,
            "font": {"size": BODY, "color": DESK["muted"]}}
    axis = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": sheet(height, annotations=[note], xaxis=axis, yaxis=axis)}
