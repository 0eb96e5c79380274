"""Rules of terms: one row says how long one stage of one kind of appeal may take, and which act says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.domain.appeals import State


class Stage(StrEnum):
    """What must be done within the term."""

    REGISTER = "register"
    FORWARD = "forward"
    FIRST_RESPONSE = "first_response"
    ANSWER = "answer"
    LOCALISE = "localise"
    ELIMINATE = "eliminate"
    DEFERRED = "deferred"


class Unit(StrEnum):
    """What the term is counted in."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    MINUTE = "minute"


IN_DAYS = frozenset({Unit.CALENDAR_DAY, Unit.WORKING_DAY})
DAYS, HOURS = "days", "hours"
"""Members of the dimension `rule` above the rules themselves."""


def group_of(unit: str) -> str:
    """Return the member of the dimension `rule` that stands above the rules of a unit."""
    return DAYS if unit in IN_DAYS else HOURS


class Start(StrEnum):
    """Where the count begins.

    `event`: with the receipt itself, its day being the first; `next_day`: with the day after the receipt;
    `registration`: with the day after the registration, or after the receipt while nothing is registered.
    """

    EVENT = "event"
    NEXT_DAY = "next_day"
    REGISTRATION = "registration"


class Roll(StrEnum):
    """Where a term goes that ends on a day off: sources contradict each other (domain.md §2), so it is a setting."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


MonthDay = tuple[int, int]
PAUSED = "paused"
"""Stands among `pausable` for an explicit pause (events `paused` … `resumed`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; a selector that is None fits everything.

    Attributes:
        key: its name for ever; `due_source` of the terms it gives.
        amount, unit, start, roll: the term itself.
        source: the act and article, for people.
        confirmed: whether a lawyer or the administration has confirmed it; else a badge says so.
        channel, law, topic, lane: which questions it is for.
        stage: what must be done within it.
        extension: by how much of `unit` an extension lengthens it, once; 0 when it cannot be extended.
        pausable: statuses, or `paused`, during which the count stands still.
        season: first and last (month, day) of the year in which it applies, or None for all year.
        valid_from, valid_to: first and last day on which a term may begin by this rule.
    """

    key: str
    amount: int
    unit: Unit
    start: Start
    roll: Roll
    source: str
    confirmed: bool
    channel: str | None = None
    law: str | None = None
    topic: str | None = None
    lane: str | None = None
    stage: Stage = Stage.ANSWER
    extension: int = 0
    pausable: frozenset[str] = frozenset()
    season: tuple[MonthDay, MonthDay] | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def specific(self) -> tuple[int, tuple[bool, ...]]:
        """Return how narrowly it selects: by the number of its selectors, then topic before lane, channel, law."""
        named = tuple(s is not None for s in (self.topic, self.lane, self.channel, self.law))
        return sum(named), named

    def selects(self, state: State) -> bool:
        """Return whether the question is one of those it is for."""
        asked = (("channel", self.channel), ("law", self.law), ("topic", self.topic), ("lane", self.lane))
        return all(wanted is None or state.get(field) == wanted for field, wanted in asked)

    def applies_on(self, on: date) -> bool:
        """Return whether a term may begin on this day by this rule."""
        late = self.valid_from is not None and on < self.valid_from
        return not late and (self.valid_to is None or on <= self.valid_to) and self._in_season(on)

    def _in_season(self, on: date) -> bool:
        if self.season is None:
            return True
        since, until = self.season
        today = (on.month, on.day)
        return since <= today <= until if since <= until else today >= since or today <= until


def for_question(rules: Iterable[Rule], state: State, stage: Stage) -> tuple[Rule, ...]:
    """Return the rules of the stage that select the question, the most specific first.

    Of equally specific ones the younger comes first, then by key, so that the choice never depends on order.
    """
    found = sorted((r for r in rules if r.stage is stage and r.selects(state)), key=lambda r: r.key)
    return tuple(sorted(found, key=lambda r: (r.specific, r.valid_from or date.min), reverse=True))
