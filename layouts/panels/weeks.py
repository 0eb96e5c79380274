"""Обстановка's foot asks: are we keeping up, and was there a surge? Eight weeks, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Panel, Sight
from layouts.spoken import amount, linked, spoken
from layouts.tile import evidence

WEEK = 7
HEADROOM = 1.6
"""A surge rises so far above the other days at most; what is higher is cut, and says its number."""
OUTLIERS = 3
"""Days of great closing that do not set the scale."""
LATE_PART = 0.7
"""From this part of the strip on, a surge's name stands on its left."""
NAME_PART = 0.16
"""Two surges nearer than this part of the strip: the second has no room for its name."""


class Surge(NamedTuple):
    """A band of days with the topic that surged: places of its first and last day, and its figure."""

    first: int
    last: int
    figure: Figure


class Scale(NamedTuple):
    """The largest count of an ordinary day, and the counts at which the bars of both rows end."""

    usual: int
    came: float
    went: float


def draw(sight: Sight) -> list[Any]:
    """Return inflow upwards and closing downwards on one scale; every bar opens its day, every surge its topic."""
    came, went = sight.figures("inflow"), sight.figures("closing")
    if not came:
        return [html.P(sight.words("No data by day"), className="sentence")]
    surges = placed(came, sight.figures("surges"))
    scale = scale_of(came, went, surges)
    rows = [_row(sight, came, scale.came, "came"), _row(sight, went, scale.went, "went")]
    drawn = [*_bands(sight, surges, len(came)), _mark(sight, scale), *rows, _weeks(sight, came)]
    heights = {"gridTemplateRows": f"{scale.came:.2f}fr {scale.went:.2f}fr 3vh"}
    return [html.P(_sentence(sight, came, went, surges), className="sentence"),
            html.Div(drawn, className="strip", style=heights), evidence(sight, came[-1])]


def placed(days: Sequence[Figure], surges: Sequence[Figure]) -> list[Surge]:
    """Return the surges among the days, in order."""
    places = {figure.key: index for index, figure in enumerate(days)}
    found = []
    for figure in surges:
        scope = figure.drill.scope if figure.drill else None
        ends = [] if scope is None else [places.get(on.isoformat()) for on in (scope.since, scope.until) if on]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:  # noqa: PLR2004  (first and last)
            found.append(Surge(ends[0], ends[1], figure))
    return found


def scale_of(came: Sequence[Figure], went: Sequence[Figure], surges: Sequence[Surge]) -> Scale:
    """Return the scale by the ordinary days: a surge must not flatten eight weeks into slivers."""
    surging = {place for surge in surges for place in range(surge.first, surge.last + 1)}
    calm = [figure.n for place, figure in enumerate(came) if place not in surging]
    closed = sorted(figure.n for figure in went)
    usual = max([1, *calm, *closed[:-OUTLIERS]])
    highest = max([usual, *(figure.n for figure in came)])
    return Scale(usual, HEADROOM * usual if surges else highest, max(1, min([*closed[-1:], HEADROOM * usual])))


def _sentence(sight: Sight, came: Sequence[Figure], went: Sequence[Figure], surges: Sequence[Surge]) -> list[Any]:
    whole = spoken(sight, "In eight weeks {came} came {up} and {went} were closed {down}",
                   came=_sum(sight, came), went=_sum(sight, went),
                   up=html.Span(className="key came"), down=html.Span(className="key went"))
    if not surges:
        return whole
    most = max(surges, key=lambda surge: surge.figure.n)
    return [*whole, *spoken(sight, "; the greatest surge {day}: {topic}, {n}", day=_days(sight, came, most),
                            topic=sight.title("topic", most.figure.key),
                            n=linked(sight, most.figure, amount(sight, most.figure)))]


def _days(sight: Sight, days: Sequence[Figure], surge: Surge) -> str:
    first, last = (sight.words.short_day(_on(days[place])) for place in (surge.first, surge.last))
    return first if first == last else f"{first} – {last}"


def _on(figure: Figure) -> date:
    return date.fromisoformat(figure.key)


def _sum(sight: Sight, days: Sequence[Figure]) -> Any:
    """Return the number of all days as a link to their rows."""
    n, first, last = sum(figure.n for figure in days), days[0].drill, days[-1].drill
    drill = replace(first, scope=first.scope.during(first.scope.since, last.scope.until)) if first and last else None
    return linked(sight, replace(days[0], n=n, drill=drill), sight.words.number(n))


def _row(sight: Sight, days: Sequence[Figure], top: float, kind: str) -> Any:
    bars = [_bar(sight, figure, top, last=figure is days[-1]) for figure in days]
    return html.Div(bars, className=f"bars {kind}")


def _bar(sight: Sight, figure: Figure, top: float, *, last: bool) -> Any:
    cut = figure.n > top
    style = {"height": f"{100 * min(figure.n, top) / top:.1f}%"}
    kind = " ".join(["bar", *(["unfinished"] if last else []), *(["cut"] if cut else [])])
    told = html.I(html.B(sight.words.number(figure.n)) if cut else None, style=style, className=kind)
    title = f"{sight.words.short_day(_on(figure))}: {figure.n}"
    return html.A(told, href=sight.href(figure), title=title, className="day")


def _bands(sight: Sight, surges: Sequence[Surge], count: int) -> list[Any]:
    """Return the surges behind the bars: hatched where they last for days, named where there is room."""
    free, found = 0.0, []
    for surge in surges:
        left, wide = surge.first / count, (surge.last - surge.first + 1) / count
        late = left > LATE_PART
        name = sight.title("topic", surge.figure.key) if left >= free else ""
        free = left + wide + (0.0 if late else NAME_PART)
        kind = " ".join(["surge", *(["lasting"] if surge.last > surge.first else []), *(["late"] if late else [])])
        text = html.Span(["▲", name, " ", linked(sight, surge.figure, amount(sight, surge.figure))])
        sides = {"left": f"{100 * left:.2f}%", "width": f"{100 * wide:.2f}%"}
        found.append(html.Div(text, className=kind, style=sides))
    return found


def _mark(sight: Sight, scale: Scale) -> Any:
    """Return the line of the largest ordinary day, with its number: the scale of both rows."""
    whole = scale.came + scale.went
    style = {"top": f"calc((100% - 3vh) * {(scale.came - scale.usual) / whole:.4f})"}
    return html.Div(html.Span(sight.words.number(scale.usual)), className="scale", style=style)


def _weeks(sight: Sight, days: Sequence[Figure]) -> Any:
    """Return the labels of the town's weeks under their first days; the present one has no end yet."""
    starts = sight.board.week[0].weekday()
    labels = []
    for index, figure in enumerate(days):
        on, rest = _on(figure), len(days) - index
        if on.weekday() != starts or rest <= WEEK // 2:
            continue
        begun = f"{sight.words.weekday(on)} {sight.words.short_day(on)}"
        text = sight.words.week(on, on + timedelta(days=WEEK - 1)) if rest >= WEEK else begun
        labels.append(html.Span(text, style={"left": f"{100 * index / len(days):.2f}%"}))
    return html.Div(labels, className="weeks")


PANEL = Panel("weeks", "overview", "Eight weeks", draw)
