"""The declared causes in force: what each covers, until when, and the way to end it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.alerts.finding import Cause
from dashboard.words import Words
from layouts.shift import Shift


def causes(found: Sequence[Cause], shift: Shift, *, may_end: bool) -> Any:
    """Return the declared causes in force; nothing where there are none."""
    if not found:
        return []
    rows = [html.Li([html.Div([html.B(cause.title),
                               html.Small(covers(cause, shift), className="desk-muted alerts-under")]),
                     html.Div(shift.words("until {moment}", moment=shift.short(cause.until_at))),
                     _ending(cause, shift.words) if may_end else None], className="alerts-cause") for cause in found]
    return html.Section([html.H2(shift.words("Common causes in force")), html.Ol(rows, className="alerts-rows")],
                        className="alerts-list")


def covers(cause: Cause, shift: Shift) -> str:
    """Return what a cause covers."""
    named = ((cause.blocks, "block"), (cause.topics, "topic"), (cause.places, "street"))
    lists = [sorted(shift.title(key, member) for member in chosen) for chosen, key in named if chosen]
    return " · ".join(", ".join(titles) for titles in lists)


def _ending(cause: Cause, words: Words) -> Any:
    return html.Button(words("End the cause"), id={"type": "cause-end", "cause": cause.id}, n_clicks=0,
                       className="desk-button", type="button")
