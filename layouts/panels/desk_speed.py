"""How each department keeps its terms: a dot with its interval, in alphabetical order, no places."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.words import Words
from layouts.desk.bars import short
from layouts.desk.glance import narrowed
from layouts.desk.ink import SMALL, lined_axis, nothing, quiet_axis, sheet, titled
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
    return [html.H2(said), html.P(words(HOW), className="desk-evidence"), _unjudged(sight)]


def _figure(sight: Sight) -> FigureDict:
    shown = [figure for figure in sight.members("axis_speed") if figure.value is not None][::-1]
    if not shown:
        return nothing(sight.words("Nothing has a term here"), QUIET)
    names = quiet_axis(tickvals=list(range(len(shown))), ticktext=[_name(sight, figure) for figure in shown],
                       tickfont={"size": SMALL + 1, "color": DESK["text"]}, range=[-0.6, len(shown) - 0.4])
    values = lined_axis(range=[-2, 104], tickvals=[0, 25, 50, 75, 100], side="bottom",
                        title=titled(sight.words("on time, %")))
    return {"data": [_dots(sight, shown)], "layout": sheet(ROW * len(shown) + 64, xaxis=values, yaxis=names,
                                                           hovermode="closest")}


def _dots(sight: Sight, shown: list[Figure]) -> dict[str, Any]:
    values = [figure.value or 0.0 for figure in shown]
    up = [(figure.high or 0.0) - value for figure, value in zip(shown, values, strict=True)]
    down = [value - (figure.low or 0.0) for figure, value in zip(shown, values, strict=True)]
    return {"type": "scatter", "mode": "markers", "x": values, "y": list(range(len(shown))),
            "marker": {"size": 10, "color": DESK["neutral"]},
            "error_x": {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "thickness": 2, "width": 0,
                        "color": DESK["neutral"]},
            "text": [_said(figure, sight.words) for figure in shown], "hovertemplate": "%{text}<extra></extra>",
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for f in shown]}


def _name(sight: Sight, figure: Figure) -> str:
    return f"{short(sight.title('department', figure.key))} · {sight.words.number(figure.of or 0)}"


def _said(figure: Figure, words: Words) -> str:
    return words("{share} on time: {n} of {of}", share=words.percent(figure.value or 0.0, 1), n=figure.n, of=figure.of)


def _unjudged(sight: Sight) -> Any:
    """Return a quiet line of those who have too few cases to be judged; each opens its cases."""
    few = [figure for figure in sight.members("axis_speed") if figure.state is Trust.TOO_FEW and figure.of]
    if not few:
        return None
    said: list[Any] = [sight.words("Too few to judge, under 5: ")]
    for place, figure in enumerate(few):
        whole = Drill("with_deadline", figure.drill.scope) if figure.drill else None
        name = f"{sight.title('department', figure.key)} · {figure.of}"
        said += ["; " if place else "", dcc.Link(name, href=f"/{narrowed(whole, sight.board.view)}") if whole else name]
    return html.P(said, className="desk-evidence desk-few")


PANEL = Panel("desk_speed", "desk", "Who keeps the terms", _draw, _figure)
