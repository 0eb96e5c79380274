"""What came in and what was closed, day by day or week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard.domain.figures import Drill, Figure
from dashboard.words import Words
from layouts.desk.glance import narrowed
from layouts.desk.ink import BODY, FULL, lined_axis, nothing, quiet_axis, sheet
from layouts.desk.norm import band, levels
from layouts.screens import FigureDict, Panel, Sight
from layouts.theme import DESK

MANY_DAYS = 93
WEEK = timedelta(days=7)
TICKS = 9
PALE = "#B5CFE6"
"""The inflow's blue, light enough for a line to be read over it."""
FEW = 5
SERIES = (("inflow", "received", DESK["neutral"]), ("closing", "closed", DESK["settled"]))
Spans = list[tuple[date, date, int, Drill]]
"""(first day, last day, questions, its rows)."""


def _draw(sight: Sight) -> Any:
    words = sight.words
    came, went = (sum(f.n for f in sight.figures(key)) for key, _, _ in SERIES)
    if came == went:
        said = words("As much was closed as came in: {n}", n=words.number(came))
    elif came > went:
        said = words("Came in {n} more than was closed", n=words.number(came - went))
    else:
        said = words("Closed {n} more than came in", n=words.number(went - came))
    return [html.H2(said), html.P(" · ".join(_key(sight)), className="desk-evidence")]


def _key(sight: Sight) -> list[str]:
    """Return what the marks mean besides the series: the usual level, and a span that is not over."""
    words, spans = sight.words, _spans(sight.figures("inflow"))
    usual = any(levels(sight, [(first, last) for first, last, _, _ in spans]))
    said = [words("questions by day") if len(sight.figures("inflow")) <= MANY_DAYS else words("questions by week")]
    said += [words("┄ usual on such days: middle and middle half of the eight weeks before")] if usual else []
    return said + ([words("hatched: not over yet")] if _unfinished(sight, spans) else [])


def _figure(sight: Sight) -> FigureDict:
    found = {key: _spans(sight.figures(key)) for key, _, _ in SERIES}
    most = max((n for spans in found.values() for _, _, n, _ in spans), default=0)
    if not most:
        return nothing(sight.words("Nothing came in"), FULL)
    ends = [(first, last) for first, last, _, _ in found["inflow"]]
    data = band([first.isoformat() for first, _ in ends], levels(sight, ends))
    data += [_line(sight, found[key], colour, fill=key == "inflow") for key, _, colour in SERIES]
    names = [_name(sight.words(title), found[key], colour, upper=key == "inflow")
             for (key, _, colour), title in zip(SERIES, ("came in", "was closed"), strict=True) if found[key]]
    days = [span[0] for span in found["inflow"]]
    axis = quiet_axis(tickvals=[d.isoformat() for d in _ticks(days)], ticktext=[_tick(d, days, sight.words)
                                                                              for d in _ticks(days)], type="date")
    return {"data": data, "layout": sheet(FULL, xaxis=axis, yaxis=lined_axis(tickformat=",d", **_steps(most)),
                                          annotations=names, hovermode="closest",
                                          margin={"l": 8, "r": 84, "t": 10, "b": 28})}


def _steps(most: int) -> dict[str, int]:
    """Return how the axis is divided: by whole questions, however few."""
    return {"dtick": 1} if most <= FEW else {"nticks": 5}


def _spans(figures: Sequence[Figure]) -> Spans:
    """Return the days, or weeks where days would be too many to see."""
    days = [(date.fromisoformat(f.key), f.n, f.drill) for f in figures if f.drill]
    if len(days) <= MANY_DAYS:
        return [(on, on, n, drill) for on, n, drill in days]
    weeks: Spans = []
    for start in range(0, len(days), WEEK.days):
        part = days[start:start + WEEK.days]
        first, last, drill = part[0][0], part[-1][0], part[0][2]
        weeks.append((first, last, sum(n for _, n, _ in part), Drill(drill.measure, drill.scope.during(first, last))))
    return weeks


def _line(sight: Sight, spans: Spans, colour: str, *, fill: bool) -> dict[str, Any]:
    words = sight.words
    hatch = ["/" if place == len(spans) - 1 and _unfinished(sight, spans) else "" for place in range(len(spans))]
    mark = ({"type": "bar", "marker": {"color": PALE, "pattern": {"shape": hatch, "fgcolor": colour, "size": 6}}}
            if fill else
            {"type": "scatter", "mode": "lines+markers", "line": {"color": colour, "width": 2, "shape": "linear"},
             "marker": {"size": 5, "color": colour}})
    label = [words.week(first, last) if first != last else f"{words.weekday(first)} {words.short_day(first)}"
             for first, last, _, _ in spans]
    return {**mark, "x": [first.isoformat() for first, _, _, _ in spans], "y": [n for _, _, n, _ in spans],
            "text": [f"{name}: {words.number(n)}" for name, (_, _, n, _) in zip(label, spans, strict=True)],
            "textposition": "none" if fill else "top center", "hovertemplate": "%{text}<extra></extra>",
            "customdata": [narrowed(drill, sight.board.view) for _, _, _, drill in spans]}


def _name(said: str, spans: Spans, colour: str, *, upper: bool) -> dict[str, Any]:
    """Return the series' name at its right end, instead of a legend."""
    return {"x": 1.0, "xref": "paper", "xanchor": "left", "xshift": 6, "y": 1.0 if upper else 0.86, "yref": "paper",
            "yanchor": "top", "text": f"{'▮' if upper else '●'} {said}", "showarrow": False,
            "font": {"color": colour, "size": BODY}}


def _ticks(days: list[date]) -> list[date]:
    step = max(1, -(-len(days) // TICKS))
    return days[::-1][::step][::-1]


def _tick(on: date, days: list[date], words: Words) -> str:
    return words.short_day(on) if (days[-1] - days[0]).days < 300 else f"{on:%m.%Y}"  # noqa: PLR2004


def _unfinished(sight: Sight, spans: Spans) -> bool:
    """Return whether the last span is not over yet."""
    return bool(spans) and spans[-1][1] >= sight.board.on


PANEL = Panel("desk_flow", "desk", "Inflow and closing", _draw, _figure)
