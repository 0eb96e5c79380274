"""The two clocks of a question: what the law still gives, and how long the citizen really waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.moments import Moment, day_of, instant_of, moment_at

SECONDS = 86_400.0


class Left(NamedTuple):
    """How far the term is: whole days (below zero when they are over), and whether it is broken."""

    days: int
    late: bool


class Clocks(NamedTuple):
    """Both clocks of a question; a part is None where its moments are not known.

    Attributes:
        left: until the term, from the closing or from now.
        waited: days of real time since the receipt, to the closing or to now; nights and days off included.
        closed: whether it waits no longer.
    """

    left: Left | None
    waited: float | None
    closed: bool


def clocks_of(state: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> Clocks:
    """Return both clocks of a state (field → value) at an aware instant."""
    received, due, closed = state.get("received"), state.get("due"), state.get("closed")
    until = closed or moment_at(now, zone)
    left = None if due is None else Left((due.on - until.on).days, until.later_than(due))
    waited = None if received is None else (until.starts_at(zone) - received.starts_at(zone)).total_seconds() / SECONDS
    return Clocks(left, waited, closed is not None)


def clocks_of_row(row: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> Clocks:
    """Return both clocks of a stored row with the columns of `received`, `due` and `closed`."""
    return clocks_of({key: moment_in(row, key) for key in ("received", "due", "closed")}, now, zone)


def moment_in(row: Mapping[str, Any], key: str) -> Moment | None:
    """Return a moment out of the two columns of a stored row."""
    on, at = row[f"{key}_on"], row[f"{key}_at"]
    return None if on is None else Moment(day_of(on), None if at is None else instant_of(at))
