"""The calendar of promises: a month of days with what was promised for each, and above it what was not kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.pledges import Pledge
from dashboard.domain.calendar import Calendar
from dashboard.domain.moments import day_number, day_of
from dashboard.domain.promises import Fate, Promised, by_day, month_of, weeks_of
from dashboard.domain.waiting import clocks_of_row
from dashboard.words import Words
from layouts.alerted import what
from layouts.desk.clocks import distance, waiting
from layouts.desk.path import Title
from layouts.desk.table import table
from layouts.shift import Shift

PATH = "/promises"
MARKS = {Fate.OPEN: "○", Fate.BROKEN: "▲", Fate.KEPT: "●", Fate.KEPT_LATE: "◐"}
FATES = {Fate.OPEN: "promised", Fate.BROKEN: "broken", Fate.KEPT: "kept", Fate.KEPT_LATE: "kept late"}
HEADS = ("Number", "Topic", "Street", "Department", "Promised by", "By the law", "The citizen waits")
DAY = timedelta(days=1)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Days:
    """What the calendar knows of days: the town's working calendar, and today."""

    calendar: Calendar
    today: date


def counted(on: date, fate: Fate, n: int, href: str, words: Words) -> Promised:
    """Return the row that stands for the questions of one day with one fate."""
    return Promised(on, "question", words("{fate}: {n}", fate=words(FATES[fate]), n=words.number(n)), href, fate, n)


def pledged(alert: Alert, pledge: Pledge, shift: Shift) -> Promised:
    """Return the row of what was promised by whoever took an alert; a place that is not known is not named."""
    topic, place = alert.subject.topic, alert.subject.place
    told = [shift.title("topic", topic) if topic else shift.words("topic not stated"), *([place] if place else [])]
    said = str(what(alert.finding, shift)) if alert.room_wide else ", ".join(told)
    return Promised(pledge.on, "alert", f"{said}: {pledge.said}" if pledge.said else said,
                    f"/alerts?alert={alert.id}", pledge.fate(shift.today))


def head(shown: date, words: Words) -> Any:
    """Return the month's name between the ways to its neighbours."""
    first, last = month_of(shown)
    named = html.H2(words.month(first).capitalize())
    return html.Div([_way(first - DAY, "←", words), named, _way(last + DAY, "→", words)], className="desk-month-head")


def _way(on: date, mark: str, words: Words) -> Any:
    return dcc.Link(mark, href=f"{PATH}?month={on:%Y-%m}", className="desk-up", title=words.month(on))


def month(rows: Sequence[Promised], shown: date, days: Days, words: Words) -> Any:
    """Return the grid of a month, Monday first; rows of other days are left out."""
    found, weeks = by_day(rows), weeks_of(shown)
    names = html.Tr([html.Th(words.weekday(on)) for on in weeks[0]])
    cells = [html.Tr([_day(on, found.get(on, []), shown, (days, words)) for on in week]) for week in weeks]
    marks = " · ".join(f"{MARKS[fate]} {words(said)}" for fate, said in FATES.items())
    hatched = words("hatched: a day off; ≈ the working calendar is not decreed that far")
    return html.Div([html.Table([html.Thead(names), html.Tbody(cells)], className="desk-month"),
                     html.P(f"{marks} · {hatched}", className="desk-muted desk-legend")])


def _day(on: date, rows: Sequence[Promised], shown: date, known: tuple[Days, Words]) -> Any:
    days, words = known
    looks = [look for look, so in (("desk-off", not days.calendar.is_working(on)), ("desk-today", on == days.today),
                                   ("desk-beyond", on.month != shown.month)) if so]
    said = [words("today")] if on == days.today else []
    said += [] if days.calendar.covered(on) else ["≈"]
    name = str(on.day) if on.month == shown.month else words.short_day(on)
    stamp = html.Time(name, dateTime=on.isoformat())
    return html.Td([stamp, html.Span(" ".join(said), className="desk-day-said"), *(_row(row) for row in rows)],
                   className=" ".join(looks))


def _row(row: Promised) -> Any:
    return html.A(f"{MARKS[row.fate]} {row.title}", href=row.href, title=row.title,
                  className=f"desk-promise desk-promise-{row.fate}")


def broken(rows: Sequence[Row], title: Title, words: Words, now: datetime) -> Any:
    """Return the broken promises, the oldest first; who waits and how long stands beside the term."""
    if not rows:
        return html.P(words("No promise is broken."))
    return table([words(said) for said in HEADS], [_broken(row, title, words, now) for row in rows])


def _broken(row: Row, title: Title, words: Words, now: datetime) -> list[Any]:
    clocks = clocks_of_row(row, now, words.zone)
    query = {"source": row["source"], "id": row["external_id"], "question": row["question"], "back": PATH}
    over = day_number(now.astimezone(words.zone).date()) - row["deferred_to_on"]
    promised = words("▲ {day}, overdue by {days}", day=words.day(day_of(row["deferred_to_on"])), days=words.days(over))
    return [html.A(row["external_id"], href=f"/case?{urlencode(query)}"), title("topic", row["topic"] or ""),
            row["street"] or "", title("department", row["department"] or ""),
            html.Span(promised, className="desk-broken"), distance(clocks, words),
            html.Span(waiting(clocks, words), className="desk-waits")]


def more(total: int, shown: int, href: str, words: Words) -> Any:
    """Return the way to all of them where the page shows the first only."""
    return html.P(html.A(words("All: {n}", n=words.number(total)), href=href)) if total > shown else None
