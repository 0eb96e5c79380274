"""The two clocks of an appeal: what the law gives, and how long the citizen really waits (lessons §3, 44)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from dashboard.domain.moments import Moment
from dashboard.words import Words
from layouts.desk.derivation import spoken

SECONDS = 86_400.0
DISTANCES = {(False, True): ("overdue by {days}", "the term ran out today"),
             (True, True): ("late by {days}", "closed late on the day of the term"),
             (False, False): ("left: {days}", "the term ends today"),
             (True, False): ("closed {days} before the term", "closed on the day of the term")}
"""(closed, late) → how far from the term it is, and the same within one day."""


class Told(NamedTuple):
    """What a clock says: what it measures, how much, where that comes from, and whether it is too late."""

    head: str
    said: str
    origin: str = ""
    late: bool = False


def legal(state: Mapping[str, Any], words: Words, now: datetime) -> Told:
    """Return how far the term is, by the law."""
    due, closed = state.get("due"), state.get("closed")
    if due is None:
        return Told(words("the term"), words("no term"))
    compared = closed or Moment(now.astimezone(words.zone).date(), now)
    late = compared.later_than(due)
    days = abs((due.on - compared.on).days)
    said = words(DISTANCES[bool(closed), late][not days], days=words.days(days))
    origin = words("the source's own date") if state.get("due_source") == "export" else words(
        "by the rule {rule}", rule=state.get("due_source") or "")
    return Told(words("the term ends on {day}", day=spoken(due, words)), said, origin, late)


def elapsed(state: Mapping[str, Any], words: Words, now: datetime) -> Told:
    """Return how long the citizen has waited in real time, nights and days off included."""
    received, closed = state.get("received"), state.get("closed")
    waited = waited_days(state, words, now) if received else None
    return Told(words("took in all") if closed else words("waiting already"),
                words.days(waited) if waited is not None else words("not known"))


def waited_days(state: Mapping[str, Any], words: Words, now: datetime) -> float:
    """Return the days from the receipt to the closing, or to now."""
    closed = state.get("closed")
    end = closed.starts_at(words.zone) if closed else now
    return float((end - state["received"].starts_at(words.zone)).total_seconds() / SECONDS)
