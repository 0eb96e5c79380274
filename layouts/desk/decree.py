"""The form for what an administration does twice a year: a decree on moved days, own days off, working hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from dashboard.words import Words
from layouts.desk.law import field, keeping, reason

HOW = ("The decree on transfers for a year names days that become days off, weekends that are worked and days that are "
       "an hour shorter. Write each day as DD.MM.YYYY, divided by commas or line by line; after a worked weekend its "
       "weekday may stand whose hours it keeps: 20.02.2027 {weekday}. Then say until when the calendar is decreed now.")
INTERVALS = ("Intervals as 09:00–13:00, 14:00–18:00; what lies between them is the lunch break. An empty field stays "
             "as it is.")
FIELDS = ("source", "until", "off", "working", "short", "forget")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


MONDAY = date(2024, 1, 1)


def weekdays(words: Words) -> list[tuple[str, str]]:
    """Return (key, what people call it) of the days that have hours."""
    return [(key, words.weekday(MONDAY + timedelta(days=place))) for place, key in enumerate(WEEKDAYS)]


def form(words: Words) -> Any:
    """Return the form."""
    named, day = weekdays(words), words("DD.MM.YYYY")
    hours = [field(name, _text(f"calendar-{key}")) for key, name in named]
    return html.Section([
        html.H2(words("Enter a decree, or days of the town")),
        html.P(words(HOW, weekday=named[-1][1]), className="desk-muted"),
        html.Div([field(words("By which act"), _text("calendar-source", words("number and date of the decree"))),
                  field(words("Decreed until"), _text("calendar-until", day))], className="law-form"),
        html.Div([field(words("Days off"), _days("calendar-off")),
                  field(words("Worked weekends"), _days("calendar-working")),
                  field(words("Short days"), _days("calendar-short")),
                  field(words("Forget what was entered of"), _days("calendar-forget"))], className="law-form law-four"),
        dcc.Checklist(id="calendar-confirmed", value=["yes"], className="law-deeds", options=[
            {"value": "yes", "label": words("the act is published: the days are confirmed")}]),
        html.Details([html.Summary(words("Working hours")), html.P(words(INTERVALS), className="desk-muted"),
                      html.Div(hours, className="law-form")]),
        html.Div(id="calendar-diff"), reason("calendar-reason", words),
        keeping("calendar", words),
    ], id="calendar-editor", className="desk-card", hidden=True)


def _text(key: str, placeholder: str = "") -> Any:
    return dcc.Input(id=key, type="text", placeholder=placeholder, autoComplete="off")


def _days(key: str) -> Any:
    return dcc.Textarea(id=key, className="law-days-text", spellCheck=False)
