"""What happened to a question, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.dimension import Dimension
from dashboard.domain.events import UNDATED, Event
from dashboard.domain.moments import Moment
from dashboard.registry import discover
from dashboard.words import Words
from layouts.desk.path import Title

UNSAID = frozenset({"lat", "lon", "place", "marks", "municipality", "law", "lane", "source_overdue"})
"""Facts that say nothing to a person who reads the appeal."""


def timeline(events: Sequence[Event], title: Title, words: Words) -> Any:
    """Return the events as a list, newest first; what was told later than it happened says so."""
    return html.Ol([_event(event, title, words) for event in reversed(events)], className="case-events")


def _event(event: Event, title: Title, words: Words) -> Any:
    at = event.happened.at
    when = words.day(event.happened.on) + (f" {words.clock(at)}" if at else "")
    told_on = event.told_at.astimezone(words.zone).date()
    late = words("told on {day}", day=words.day(told_on)) if told_on != event.happened.on else ""
    undated = words("the source gave no date") if UNDATED in event.marks else ""
    small = " · ".join(part for part in (told_by(event.actor, title, words), late, undated) if part)
    return html.Li([html.Time(when), html.Div([html.Strong(words(f"event {event.kind}")),
                                               html.Div(_facts(event, title, words)),
                                               html.Div(small, className="desk-muted")])])


def _facts(event: Event, title: Title, words: Words) -> str:
    shown = [f"{words(f'field {key}')}: {_value(key, value, title, words)}"
             for key, value in event.facts.items() if key not in UNSAID and value is not None]
    return "; ".join(shown)


def _value(key: str, value: Any, title: Title, words: Words) -> str:
    if isinstance(value, Moment):
        return words.day(value.on) + (f" {words.clock(value.at)}" if value.at else "")
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    known = discover("dashboard.domain.dimensions", Dimension)
    return title(key, str(value)) if key in known else str(value)


def told_by(actor: str, title: Title, words: Words) -> str:
    """Return who told an event: the source's name, the room, policy, or a person's."""
    kind, _, name = actor.partition(":")
    if kind == "source":
        return title("source", name)
    if kind == "room":
        return words("found by the room")
    return words("policy") if kind == "policy" else words("by hand: {name}", name=name)
