"""A figure: a value that carries its trust with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dashboard.domain.scope import Scope


class Trust(StrEnum):
    """How far a value may be believed; empty is not zero, zero is not unknown."""

    CURRENT = "current"
    PARTIAL = "partial"
    STALE = "stale"
    UNAVAILABLE = "unavailable"
    TOO_FEW = "too_few"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Drill:
    """Exactly the rows that a number counted: a measure and the scope it was counted in."""

    measure: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a metric.

    Attributes:
        key: member of the dimension it was divided by, "" for the whole or the unknown member.
        value: the number in `unit`, or None when it is unknown.
        unit: `questions`, `percent` (percentage points), `days`, `hours`, `points`, `expected` (questions foreseen).
        n: how many rows carry the value (the numerator of a share).
        of: out of how many (the denominator of a share), or None.
        low, high: ends of the interval in `unit`, or None.
        before: the value for the previous equal period, or None.
        state: how far it may be believed.
        observed_at: moment of the oldest export that it rests on, or None.
        missing: sources that are silent, for «without …».
        drill: the rows that `n` counted.
        whole: the rows that `of` counted, or None.
    """

    key: str
    value: float | None
    unit: str
    n: int
    of: int | None = None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    state: Trust = Trust.CURRENT
    observed_at: datetime | None = None
    missing: tuple[str, ...] = ()
    drill: Drill | None = None
    whole: Drill | None = None
