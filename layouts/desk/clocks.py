"""The two clocks of an appeal: what the law gives, and how long the citizen really waits (lessons §3, 44)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from dashboard.domain.appeals import Outcome
from dashboard.domain.doubts import EXPORT, Doubts
from dashboard.domain.moments import Moment, day_number
from dashboard.domain.waiting import Clocks, clocks_of
from dashboard.words import Words
from layouts.desk.derivation import spoken

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


def legal(state: Mapping[str, Any], words: Words, now: datetime, doubts: Doubts) -> Told:
    """Return how far the term is, by the law."""
    due = state.get("due")
    clocks = clocks_of(state, now, words.zone)
    if due is None or clocks.left is None:
        return Told(words("the term"), words("no term"))
    source = state.get("due_source")
    origin = words("the source's own date") if source == EXPORT else _by_rule(due, source, words, doubts)
    return Told(words("the term ends on {day}", day=spoken(due, words)), distance(clocks, words), origin,
                clocks.left.late)


def first_word(state: Mapping[str, Any], words: Words, now: datetime, doubts: Doubts) -> Told | None:
    """Return how far the term of the first response is; None where it has none, is given, or is needed no more."""
    end = state.get("respond")
    if end is None or state.get("first_response") or state.get("closed"):
        return None
    clocks = clocks_of({"due": end}, now, words.zone)
    return Told(words("the first response is due {day}", day=spoken(end, words)), distance(clocks, words),
                _by_rule(end, state.get("respond_source"), words, doubts),
                late=clocks.left is not None and clocks.left.late)


def _by_rule(end: Moment, rule: str | None, words: Words, doubts: Doubts) -> str:
    said = words("by the rule {rule}", rule=rule or "")
    guessed = doubts.unconfirmed(day_number(end.on), rule)
    return f"{said} · ▲ {words('the rule is not confirmed')}" if guessed else said


def distance(clocks: Clocks, words: Words) -> str:
    """Return how far from the term it is: «left: 3 days», «overdue by 2 days»; «no term» without one."""
    if clocks.left is None:
        return words("no term")
    days = abs(clocks.left.days)
    return words(DISTANCES[clocks.closed, clocks.left.late][not days], days=words.days(days))


def promise(state: Mapping[str, Any], words: Words, now: datetime) -> Told | None:
    """Return how far the promised day is, or how the promise ended; None where nothing is promised.

    To close a question with a deferred decision keeps no promise.
    """
    day = state.get("deferred_to")
    if day is None:
        return None
    done = state.get("outcome") != Outcome.DEFERRED and state.get("closed")
    clocks = clocks_of({"due": day, "closed": done or None}, now, words.zone)
    late = clocks.left is not None and clocks.left.late
    said = words("kept late" if late else "kept") if done else distance(clocks, words)
    return Told(words("promised by {day}", day=spoken(day, words)), said, late=late)


def elapsed(state: Mapping[str, Any], words: Words, now: datetime) -> Told:
    """Return how long the citizen has waited in real time, nights and days off included."""
    clocks = clocks_of(state, now, words.zone)
    return Told(words("took in all") if clocks.closed else words("waiting already"),
                words.days(clocks.waited) if clocks.waited is not None else words("not known"))


def waiting(clocks: Clocks, words: Words) -> str:
    """Return the citizen's clock in a line: «waits 12 days», «took 5 days»; "" where it is not known."""
    if clocks.waited is None:
        return ""
    said = words.days(clocks.waited)
    return words("took {days}", days=said) if clocks.closed else words("waits {days}", days=said)
