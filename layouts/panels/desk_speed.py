"""How each department keeps its terms: a dot with its interval, in alphabetical order, no places."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure, Trust
from dashboard.words import Words
from layouts.desk.bars import short
from layouts.desk.glance import narrowed
from layouts.desk.ink import SMALL, lined_axis, nothing, quiet_axis, sheet
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

ROW = 30
QUIET = 200
HOW = "By department, in alphabetical order; the line is where the true share lies with 95 % certainty"


def _draw(sight: Sight) -> Any:
    words, whole = sight.words, sight.whole("axis_speed")
    if whole.value is None:
        return html.H2(words("Who keeps the terms"))
    said = words("{share} of what has a term is on time", share=words.percent(whole.value))
    return [html.H2(said), html.P(words(HOW), className="desk-evidence")]


def _figure(sight: Sight) -> FigureDict:
    shown = [figure for figure in sight.members("axis_speed") if figure.of][::-1]
    if not shown:
        return nothing(sight.words("Nothing has a term here"), QUIET)
    names = quiet_axis(tickvals=list(range(len(shown))), ticktext=[_name(sight, figure) for figure in shown],
                       tickfont={"size": SMALL + 1, "color": DESK["text"]}, range=[-0.6, len(shown) - 0.4])
    values = lined_axis(range=[-2, 104], tickvals=[0, 25, 50, 75, 100], ticksuffix=" %", side="bottom")
    return {"data": [_dots(sight, shown)], "layout": sheet(ROW * len(shown) + 48, xaxis=values, yaxis=names,
                                                           annotations=_unjudged(sight, shown), hovermode="closest")}


def _dots(sight: Sight, shown: list[Figure]) -> dict[str, Any]:
    values = [figure.value for figure in shown]
    up = [(f.high or 0) - f.value if f.value is not None else 0 for f in shown]
    down = [f.value - (f.low or 0) if f.value is not None else 0 for f in shown]
    return {"type": "scatter", "mode": "markers", "x": values, "y": list(range(len(shown))),
            "marker": {"size": 10, "color": DESK["neutral"]},
            "error_x": {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "thickness": 2, "width": 0,
                        "color": DESK["neutral"]},
            "text": [_said(figure, sight.words) for figure in shown], "hovertemplate": "%{text}<extra></extra>",
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for f in shown]}


def _name(sight: Sight, figure: Figure) -> str:
    return f"{short(sight.title('department', figure.key))} · {sight.words.number(figure.of or 0)}"


def _said(figure: Figure, words: Words) -> str:
    if figure.value is None:
        return words("too few data")
    return words("{share} on time: {n} of {of}", share=words.percent(figure.value, 1), n=figure.n, of=figure.of)


def _unjudged(sight: Sight, shown: list[Figure]) -> list[dict[str, Any]]:
    """Return the words in the rows of those who have too few cases to be judged."""
    return [{"x": 0, "y": place, "xanchor": "left", "showarrow": False, "text": sight.words("too few data"),
             "font": {"size": SMALL, "color": DESK["muted"]}}
            for place, figure in enumerate(shown) if figure.state is Trust.TOO_FEW]


PANEL = Panel("desk_speed", "desk", "Who keeps the terms", _draw, _figure)
