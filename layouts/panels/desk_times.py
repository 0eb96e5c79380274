"""How long closing takes in each department: from the median to nine of ten."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.desk.bars import room_for, short
from layouts.desk.glance import narrowed
from layouts.desk.ink import SMALL, lined_axis, nothing, quiet_axis, sheet, titled
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

ROW = 30
QUIET = 200
ENOUGH = 5
HOW = "By department: ● half, ○ nine of ten; longest first"


def _draw(sight: Sight) -> Any:
    words, median, most = sight.words, sight.whole("closing_time_median"), sight.whole("closing_time_p90")
    if median.value is None or most.value is None:
        return html.H2(words("How long closing takes"))
    said = words("Half is closed within {median}, nine of ten within {most}", median=words.days(median.value),
                 most=words.days(most.value))
    return [html.H2(said), html.P(words(HOW), className="desk-evidence")]


def _figure(sight: Sight) -> FigureDict:
    slowest = {f.key: f for f in sight.members("closing_time_p90_by_department")}
    found = [(f, slowest[f.key]) for f in sight.members("closing_time_median_by_department")
             if f.n >= ENOUGH and f.key in slowest][::-1]
    if not found:
        return nothing(sight.words("Too little was closed to say how long it takes"), QUIET)
    names = quiet_axis(tickvals=list(range(len(found))), range=[-0.6, len(found) - 0.4],
                       ticktext=[_name(sight, median) for median, _ in found],
                       tickfont={"size": SMALL + 1, "color": DESK["text"]})
    values = lined_axis(tickformat=",d", nticks=6, title=titled(sight.words("days from receipt to closing")))
    shapes = [_span(place, median, most) for place, (median, most) in enumerate(found)]
    data = [_dots(sight, [pair[which] for pair in found], hollow=bool(which)) for which in (0, 1)]
    margin = {"l": 8, "r": room_for(data[1]["text"]), "t": 8, "b": 40}
    return {"data": data, "layout": sheet(ROW * len(found) + 64, xaxis=values, yaxis=names, shapes=shapes,
                                          hovermode="closest", margin=margin)}


def _name(sight: Sight, figure: Figure) -> str:
    return f"{short(sight.title('department', figure.key))} · {sight.words.number(figure.n)}"


def _span(place: int, median: Figure, most: Figure) -> dict[str, Any]:
    return {"type": "line", "x0": median.value, "x1": most.value, "y0": place, "y1": place, "layer": "below",
            "line": {"color": DESK["line"], "width": 4}}


def _dots(sight: Sight, figures: list[Figure], *, hollow: bool) -> dict[str, Any]:
    words = sight.words
    said = "nine of ten within {days}" if hollow else "half within {days}"
    return {"type": "scatter", "mode": "markers+text" if hollow else "markers", "x": [f.value for f in figures],
            "y": list(range(len(figures))), "cliponaxis": False,
            "marker": {"size": 10, "color": DESK["surface"] if hollow else DESK["neutral"],
                       "line": {"color": DESK["neutral"], "width": 2}},
            "text": [words.days(f.value or 0) for f in figures], "textposition": "middle right",
            "textfont": {"size": SMALL, "color": DESK["muted"]},
            "hovertext": [words(said, days=words.days(f.value or 0)) for f in figures], "hoverinfo": "text",
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for f in figures]}


PANEL = Panel("desk_times", "desk", "How long closing takes", _draw, _figure)
