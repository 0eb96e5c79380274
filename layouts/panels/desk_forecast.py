"""How many terms will be broken: by department, tomorrow and within seven days, each with its interval."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.desk.bars import room_for, short
from layouts.desk.glance import narrowed
from layouts.desk.ink import SMALL, lined_axis, nothing, quiet_axis, sheet, titled
from layouts.desk.rich import rich
from layouts.screens import FigureDict, Panel, Sight
from layouts.spoken import linked
from layouts.theme import DESK

ROW = 30
QUIET = 120
MOST = 10
TITLE = "How many terms are likely to be broken"
HOW = "Ends within seven days, by department: ○ expected, the dashed line holds it with 95 %; ● of these tomorrow"
FILLED = {"size": 7, "color": DESK["neutral"]}
HOLLOW = {"size": 10, "color": DESK["surface"], "line": {"color": DESK["neutral"], "width": 2}}


def _draw(sight: Sight) -> Any:
    words = sight.words
    likely, tomorrow, week = (sight.whole(key) for key in ("likely_late", "breaches_tomorrow", "breaches_in_7_days"))
    if week.value is None:
        return [html.H2(words(TITLE)), html.P(words("too little history to foresee anything"),
                                              className="desk-evidence")]
    said = rich(words, "Likely late: {n}", n=linked(sight, likely, words.number(likely.n)))
    return [html.H2(said), html.P(_of(sight, "tomorrow {expected} of {n} whose term ends", tomorrow),
                                  className="desk-evidence"),
            html.P(_of(sight, "within seven days {expected} of {n} whose term ends", week), className="desk-evidence"),
            html.P(words(HOW), className="desk-evidence")]


def _of(sight: Sight, template: str, figure: Figure) -> list[Any]:
    n = linked(sight, figure, sight.words.number(figure.n))
    return rich(sight.words, template, expected=_expected(sight, figure), n=n)


def _expected(sight: Sight, figure: Figure) -> str:
    """Return «≈ 3,4 (1–6)»."""
    words = sight.words
    if figure.value is None or figure.low is None or figure.high is None:
        return words("not known")
    value = words.number(figure.value, 1)
    return f"≈ {value} ({words.number(figure.low)}–{words.number(figure.high)})"


def _figure(sight: Sight) -> FigureDict:
    words = sight.words
    found = [f for f in sight.members("breaches_in_7_days_by_department") if f.n and f.value is not None][:MOST][::-1]
    if not found:
        return nothing(words("No term ends within seven days"), QUIET)
    names = quiet_axis(tickvals=list(range(len(found))), range=[-0.6, len(found) - 0.4],
                       ticktext=[short(sight.title("department", f.key)) for f in found],
                       tickfont={"size": SMALL + 1, "color": DESK["text"]})
    values = lined_axis(tickformat=",d", nticks=6, title=titled(words("terms expected to be broken")))
    tomorrow = {f.key: f for f in sight.members("breaches_tomorrow_by_department") if f.n and f.value is not None}
    soon = [(place, tomorrow[f.key]) for place, f in enumerate(found) if f.key in tomorrow]
    said = [_told(sight, f) for f in found]
    return {"data": [_dots(sight, list(enumerate(found)), HOLLOW), _dots(sight, soon, FILLED)],
            "layout": sheet(ROW * len(found) + 64, xaxis=values, yaxis=names, hovermode="closest",
                            shapes=[_span(place, f) for place, f in enumerate(found)],
                            margin={"l": 8, "r": room_for(said), "t": 8, "b": 40})}


def _span(place: int, figure: Figure) -> dict[str, Any]:
    return {"type": "line", "x0": figure.low, "x1": figure.high, "y0": place, "y1": place, "layer": "below",
            "line": {"color": DESK["neutral"], "width": 2, "dash": "dash"}}


def _told(sight: Sight, figure: Figure) -> str:
    return f"{_expected(sight, figure)} / {sight.words.number(figure.n)}"


def _dots(sight: Sight, placed: list[tuple[int, Figure]], marker: dict[str, Any]) -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "cliponaxis": False,
            "x": [f.value for _, f in placed], "y": [place for place, _ in placed],
            "marker": marker, "hovertext": [_told(sight, f) for _, f in placed],
            "hoverinfo": "text",
            "customdata": [narrowed(f.drill, sight.board.view) if f.drill else None for _, f in placed]}


PANEL = Panel("desk_forecast", "desk", TITLE, _draw, _figure)
