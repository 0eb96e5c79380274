"""What a person can say to an alert: take it, comment it, end it, declare a cause that covers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.saying import COMMENT, REASON
from dashboard.words import Words
from layouts.desk.acts import dropdown_labels

ENDS = {"day": "until the end of the day", "noon": "until tomorrow, 12:00", "three": "three working days",
        "own": "another time"}
"""Name of an end (`usual_ends`, and one written by hand) → what it is called."""
DATE, MOMENT = "27.11.2026", "27.11.2026 18:00"
"""How a day and a moment are written by hand."""
TAKE = ("reason", "until", "own", "promise-on", "promise")
CAUSE = ("title", "blocks", "topics", "places", "until", "own")
"""Fields of two forms; their ids begin with `take-` and `cause-`."""


def forms(words: Words) -> Any:
    """Return the forms; they stand apart from the log, so that reading anew erases no typing."""
    return html.Div([_take(words), _comment(words), _end(words), _cause(words)], id="alerts-forms",
                    className="alert-forms", hidden=True)


def _take(words: Words) -> Any:
    return _form("take", words("Take it"), words("Take it until then"), [
        _text("take-reason", words("Why it may wait"), words("Crews are out, heat by the evening")),
        _until("take", words),
        _text("take-promise", words("What is promised (if anything)"), words("We will answer all applicants")),
        _text("take-promise-on", words("For which day"), DATE),
    ], opened=True)


def _comment(words: Words) -> Any:
    return _form("comment", words("Comment it"), words("Write it down"), [
        html.Label([words("It stands in the log and changes nothing"),
                    dcc.Textarea(id="comment-text", maxLength=COMMENT, className="desk-textarea")])])


def _end(words: Words) -> Any:
    return _form("end", words("End it"), words("End the alert"), [
        _text("end-reason", words("Why it needs nobody any more"), ""),
        html.P(words("If it still holds, it comes back at the next look."), className="desk-muted")])


def _cause(words: Words) -> Any:
    """Return the form of a common cause; it is shown to those who may declare one."""
    form = _form("cause", words("Declare a common cause"), words("Declare the cause"), [
        _text("cause-title", words("Name of the cause"), words("A burst of the heating main")),
        *(_many(f"cause-{key}", words(said), words) for key, said in
          (("blocks", "Blocks it covers"), ("topics", "Topics it covers"), ("places", "Streets it covers"))),
        html.P(words("It covers what lies in all that is named; a field left empty narrows nothing."),
               className="desk-muted"),
        _until("cause", words)])
    return html.Div(form, id="cause-box", hidden=True)


def _form(key: str, title: str, button: str, fields: list[Any], *, opened: bool = False) -> Any:
    done = html.Button(button, id=f"{key}-do", n_clicks=0, className="desk-button alert-do", type="button")
    return html.Details([html.Summary(title), html.Div([*fields, done])], open=opened, className="alert-form")


def _text(key: str, said: str, example: str) -> Any:
    return html.Label([said, dcc.Input(id=key, type="text", maxLength=REASON, placeholder=example, autoComplete="off")])


def _until(form: str, words: Words) -> Any:
    options: Any = [{"value": key, "label": words(said)} for key, said in ENDS.items()]
    radio: Any = {"role": "radiogroup", "aria-label": words("Until when")}
    return html.Div([html.Div(words("Until when")),
                     dcc.RadioItems(id=f"{form}-until", options=options, value="day", className="alert-until"),
                     html.Div(dcc.Input(id=f"{form}-own", type="text", maxLength=len(MOMENT), placeholder=MOMENT,
                                        autoComplete="off"), id=f"{form}-own-box", hidden=True)], **radio)


def _many(key: str, said: str, words: Words) -> Any:
    return html.Div([said, dcc.Dropdown(id=key, options=[], multi=True, placeholder=words("everything"),
                                        labels=dropdown_labels(words))], className="alert-many")


def ends(found: Mapping[str, datetime], words: Words) -> list[dict[str, str]]:
    """Return the choices of an end, each with the moment that it means."""
    return [{"value": key, "label": words(said) if key not in found or key == "noon" else
             f"{words(said)} ({_moment(found[key], words)})"} for key, said in ENDS.items()]


def _moment(at: datetime, words: Words) -> str:
    return f"{words.short_day(at.astimezone(words.zone).date())} {words.clock(at)}"


def covered(alert: Alert | None) -> tuple[list[str], list[str], list[str]]:
    """Return blocks, topics and streets of a cause that would cover an alert: its own."""
    if alert is None or alert.room_wide:
        return [], [], []
    subject = alert.subject
    return tuple([member] if member else [] for member in (subject.block, subject.topic, subject.place))  # type: ignore[return-value]


__all__ = ["CAUSE", "DATE", "ENDS", "MOMENT", "TAKE", "covered", "ends", "forms"]
