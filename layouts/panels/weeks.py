"""Обстановка's foot asks: are we keeping up, and was there a surge? Eight weeks, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Panel, Sight
from layouts.spoken import linked, spoken
from layouts.tile import evidence

SURGE, SURGE_LEAST = 2.5, 8
"""A day is a surge when it brings so many times the median day, and at least so many cases."""


def draw(sight: Sight) -> list[Any]:
    """Return inflow upwards and closing downwards; every bar opens its day."""
    came, went = sight.figures("inflow"), sight.figures("closing")
    if not came:
        return [html.P(sight.words("No data by day"), className="sentence")]
    top = max([figure.n for figure in (*came, *went)] + [1])
    surges = surge_days(came)
    rows = [_row(sight, came, top, "came", surges), _row(sight, went, top, "went", frozenset())]
    return [html.P(_sentence(sight, came, went), className="sentence"),
            html.Div([*rows, _weeks(sight, came)], className="strip"), evidence(sight, came[-1])]


def surge_days(days: Sequence[Figure]) -> frozenset[str]:
    """Return the days that brought far more than the usual day."""
    usual = median([figure.n for figure in days] or [0])
    return frozenset(f.key for f in days if f.n >= max(SURGE_LEAST, SURGE * usual))


def _sentence(sight: Sight, came: Sequence[Figure], went: Sequence[Figure]) -> list[Any]:
    number = sight.words.number
    whole = spoken(sight, "In eight weeks {came} came {up} and {went} were closed {down}",
                   came=_sum(sight, came), went=_sum(sight, went),
                   up=html.Span(className="key came"), down=html.Span(className="key went"))
    surges = surge_days(came)
    if not surges:
        return whole
    most = max((f for f in came if f.key in surges), key=lambda f: f.n)
    return [*whole, *spoken(sight, "; the greatest surge {day}: {n}", n=linked(sight, most, number(most.n)),
                            day=sight.words.short_day(date.fromisoformat(most.key)))]


def _sum(sight: Sight, days: Sequence[Figure]) -> Any:
    """Return the number of all days as a link to their rows."""
    n, first, last = sum(figure.n for figure in days), days[0].drill, days[-1].drill
    drill = replace(first, scope=first.scope.during(first.scope.since, last.scope.until)) if first and last else None
    return linked(sight, replace(days[0], n=n, drill=drill), sight.words.number(n))


def _row(sight: Sight, days: Sequence[Figure], top: int, kind: str, surges: frozenset[str]) -> Any:
    bars = [_bar(sight, figure, top, surges, last=figure is days[-1]) for figure in days]
    return html.Div(bars, className=f"bars {kind}")


def _bar(sight: Sight, figure: Figure, top: int, surges: frozenset[str], *, last: bool) -> Any:
    style = {"height": f"{100 * figure.n / top:.1f}%"}
    kind = "bar unfinished" if last else "bar"
    mark = [html.B(f"▲{figure.n}")] if figure.key in surges else []
    title = f"{sight.words.short_day(date.fromisoformat(figure.key))}: {figure.n}"
    return html.A([*mark, html.I(style=style, className=kind)], href=sight.href(figure), title=title, className="day")


def _weeks(sight: Sight, days: Sequence[Figure]) -> Any:
    """Return the labels of the weeks under their first days, Saturdays."""
    count, labels = len(days), []
    for index, figure in enumerate(days):
        on = date.fromisoformat(figure.key)
        if on.weekday() == SATURDAY and index <= count - 4:
            text = f"{sight.words.weekday(on)} {sight.words.short_day(on)}"
            labels.append(html.Span(text, style={"left": f"{100 * index / count:.2f}%"}))
    return html.Div(labels, className="weeks")


SATURDAY = 5
PANEL = Panel("weeks", "overview", "Eight weeks", draw)
