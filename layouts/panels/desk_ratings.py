"""How people rated the answers: five bars, from one to five."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.desk.glance import narrowed
from layouts.desk.ink import BODY, FULL, nothing, quiet_axis, sheet, titled
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

QUIET = 200
GOOD = 4


def _draw(sight: Sight) -> Any:
    words, whole = sight.words, sight.whole("satisfaction")
    if whole.value is None or not whole.of:
        return html.H2(words("How people rated the answers"))
    said = words("{share} of those who rated are content", share=words.percent(whole.value))
    return [html.H2(said), html.P(words("rated: {n}; 4 and 5 are content", n=words.number(whole.of)),
                                  className="desk-evidence")]


def _figure(sight: Sight) -> FigureDict:
    marks = sight.figures("ratings")
    if not any(figure.n for figure in marks):
        return nothing(sight.words("Nobody has rated an answer here"), QUIET)
    axis = quiet_axis(tickvals=[f.key for f in marks], ticktext=[f.key for f in marks], type="category",
                      tickfont={"size": BODY, "color": DESK["text"]}, title=titled(sight.words("mark")))
    longest = max(figure.n for figure in marks)
    return {"data": [_bars(sight, marks)],
            "layout": sheet(FULL, xaxis=axis, yaxis=quiet_axis(visible=False, range=[0, longest * 1.2]),
                            margin={"l": 8, "r": 8, "t": 8, "b": 44})}


def _bars(sight: Sight, marks: tuple[Figure, ...]) -> dict[str, Any]:
    return {"type": "bar", "x": [f.key for f in marks], "y": [f.n for f in marks], "textposition": "outside",
            "text": [sight.words.number(f.n) for f in marks], "hoverinfo": "none", "cliponaxis": False,
            "marker": {"color": [DESK["settled"] if int(f.key) >= GOOD else DESK["unknown"] for f in marks]},
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for f in marks]}


PANEL = Panel("desk_ratings", "desk", "How people rated the answers", _draw, _figure)
