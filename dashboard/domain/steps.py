"""What a derivation is made of: one step for every day, and what the working calendar makes of a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dashboard.domain.calendar import SATURDAY, Calendar


class Why(StrEnum):
    """Why a day counts or not: gettext keys."""

    COUNTED = "counts"
    WORKED = "counts: a day off that is worked by transfer"
    EXTENDED = "counts, by the extension"
    DAY_OFF = "day off"
    HOLIDAY = "a holiday, or a day off by transfer"
    HOURS_OVER = "outside the working hours"
    PAUSED = "the term stands still"
    MOVED_BEFORE = "the last day is a day off: moved to the working day before"
    MOVED_AFTER = "the last day is a day off: moved to the working day after"


COUNTS = frozenset({Why.COUNTED, Why.WORKED, Why.EXTENDED})


class Step(NamedTuple):
    """One day of the derivation: whether it counts, why, by which rule, how much of its unit, and which act says so."""

    on: date
    counted: bool
    why: Why
    rule: str
    amount: float
    citation: str = ""


def kind_of(on: date, calendar: Calendar) -> Why:
    """Return what the working calendar makes of the day."""
    weekend = on.weekday() >= SATURDAY
    if calendar.is_working(on):
        return Why.WORKED if weekend else Why.COUNTED
    return Why.DAY_OFF if weekend and on not in calendar.non_working else Why.HOLIDAY
