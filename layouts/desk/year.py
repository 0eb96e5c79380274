"""The working calendar as people look at it: a year of twelve small months, with what each sign means."""

from __future__ import annotations

from calendar import Calendar as Months
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.domain.calendar import SATURDAY, Calendar, ending
from dashboard.words import Words
from layouts.desk.table import table

OFF, WORKED, SHORT, PLAIN = "off", "worked", "short", "plain"
SIGNS = {OFF: "", WORKED: "●", SHORT: "*", PLAIN: ""}
LEGEND = {PLAIN: "working day", OFF: "day off", WORKED: "a weekend that is worked", SHORT: "a day an hour shorter"}
KINDS = {"days_off": "Day off", "working": "Worked weekend", "short": "Short day"}


def coverage(calendar: Calendar, today: date, words: Words) -> Any:
    """Return until when the calendar is decreed, and loudly when that ends soon."""
    until = calendar.covered_until or date.min
    said = words("Decreed until {day}.", day=words.day(until))
    return alarm(calendar, today, words) or html.P(["✓ ", said], className="law-status")


def alarm(calendar: Calendar, today: date, words: Words) -> list[Any]:
    """Return the news that the calendar ends soon or has ended; nothing while it does not."""
    until, left = calendar.covered_until or date.min, ending(calendar, today)
    if left is None:
        return []
    if left < 0:
        said = words("The calendar ended on {day}: all later terms are provisional.", day=words.day(until))
    else:
        said = words("Decreed until {day}, {left} more.", day=words.day(until), left=words.days(left))
    cure = words("Enter the decree on next year's days off as soon as it is published.")
    return [html.P(["▲ ", html.Strong(said), f" {cure}"], className="law-status law-warning", role="alert")]


def year(calendar: Calendar, number: int, today: date, words: Words) -> Any:
    """Return the twelve months of a year."""
    return html.Div([_month(calendar, date(number, month, 1), today, words) for month in range(1, 13)],
                    className="law-year")


def _month(calendar: Calendar, first: date, today: date, words: Words) -> Any:
    days = list(Months().itermonthdates(first.year, first.month))
    heads = [html.Span(words.weekday(on), className="law-weekday") for on in days[:7]]
    cells = [_day(calendar, on, today, words) if on.month == first.month else html.Span() for on in days]
    worked = sum(calendar.is_working(on) for on in days if on.month == first.month)
    return html.Div([
        html.H3([words.month_alone(first), html.Small(words.plural("{n} working day", "{n} working days", worked))]),
        html.Div([*heads, *cells], className="law-days"),
    ], className="law-month")


def kind_of(calendar: Calendar, on: date) -> str:
    """Return what the calendar makes of a day."""
    if not calendar.is_working(on):
        return OFF
    if on.weekday() >= SATURDAY:
        return WORKED
    return SHORT if on in calendar.short else PLAIN


def _day(calendar: Calendar, on: date, today: date, words: Words) -> Any:
    kind = kind_of(calendar, on)
    marks = {"law-open": not calendar.covered(on), "law-today": on == today, "law-own": on in calendar.sources}
    looks = [f"law-{kind}", *(look for look, seen in marks.items() if seen)]
    said = [words(LEGEND[kind]), *([calendar.sources[on]] if on in calendar.sources else []),
            *([words("not yet decreed")] if not calendar.covered(on) else [])]
    return html.Span([str(on.day), SIGNS[kind]], className=" ".join(looks), title=f"{words.day(on)}: {', '.join(said)}")


def legend(words: Words) -> Any:
    """Return what the signs mean."""
    signs = [html.Span([html.Span(["7", SIGNS[kind]], className=f"law-{kind}"), words(said)])
             for kind, said in LEGEND.items()]
    return html.Div([*signs, html.Span([html.Span("7", className="law-plain law-open"), words("not yet decreed")]),
                     html.Span([html.Span("7", className="law-off law-own"), words("entered here")]),
                     html.Span([html.Span("7", className="law-plain law-today"), words("today")])],
                    className="law-legend")


def entered(body: Mapping[str, Any], words: Words) -> Any:
    """Return the days that the policy sets apart by itself, newest first, each with its act."""
    told = [(str(row["day"]), part, row) for part in KINDS for row in body.get(part, ())]
    if not told:
        return html.P(words("Nothing is entered: holidays and transfers come from the law."), className="desk-muted")
    rows = [[words.day(date.fromisoformat(on)), words(KINDS[part]),
             [html.Div(row["source"]), *([] if row["confirmed"] else [html.Span(["▲ ", words("not confirmed")],
                                                                        className="law-badge")])]]
            for on, part, row in sorted(told, key=lambda one: one[0], reverse=True)]
    return table([words("Day"), words("What it is"), words("By which act")], rows)


def hours(body: Mapping[str, Any], weekdays: Sequence[tuple[str, str]], words: Words) -> Any:
    """Return the working hours; `weekdays` are (key, what people call it)."""
    told = body["hours"]
    rows = [[name, ", ".join(f"{a[:5]}–{b[:5]}" for a, b in told[key])] for key, name in weekdays]
    badge = [] if told["confirmed"] else [html.Span(["▲ ", words("not confirmed")], className="law-badge")]
    return html.Div([table([words("Weekday"), words("Hours")], rows),
                     html.P([told["source"], " ", *badge], className="desk-muted")])
