"""The wall's lists of open cases by their term: a count, and the first of them without text, house or person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.cache.board import Queue, WallCase
from dashboard.cache.reading import Reading
from dashboard.domain.moments import Moment, day_of, day_start, instant_of
from dashboard.domain.scope import UNKNOWN, Scope

QUEUES = ("overdue_open", "due_today", "due_in_3_working_days")
SHOWN = 8
MEMBERS = ("topic", "street", "department", "block", "channel")
COLUMNS = (*MEMBERS, "received_on", "received_at", "due_on", "due_at")


def queues(reading: Reading, scope: Scope) -> tuple[Queue, ...]:
    """Return the columns of the terms scene, each with its first cases, the longest due first."""
    return tuple(_queue(reading, measure, scope) for measure in QUEUES)


def _queue(reading: Reading, measure: str, scope: Scope) -> Queue:
    count = reading.count(measure, scope)[UNKNOWN]
    order = (("due", False), ("received", False))
    rows = reading.rows(measure, scope, columns=COLUMNS, order=order, limit=SHOWN) if count else []
    return Queue(measure, count, tuple(_case(row, reading.now.at, reading.now.zone) for row in rows))


def _case(row: dict[str, Any], at: datetime, zone: ZoneInfo) -> WallCase:
    members = {key: row[key] or UNKNOWN for key in MEMBERS}
    received, due = _moment(row, "received"), _moment(row, "due")
    assert received is not None, "every question was received"
    return WallCase(**members, received=received, due=due, elapsed=_elapsed(received, due, at, zone))


def _moment(row: dict[str, Any], key: str) -> Moment | None:
    on, at = row[f"{key}_on"], row[f"{key}_at"]
    return None if on is None else Moment(day_of(on), None if at is None else instant_of(at))


def _elapsed(received: Moment, due: Moment | None, at: datetime, zone: ZoneInfo) -> float | None:
    """Return the elapsed part of the term to two digits; a whole day that is due lasts until it ends.

    Finer than a bar can show, it would only make a new board of every minute.
    """
    if due is None:
        return None
    start = received.starts_at(zone)
    end = due.at or day_start(due.on + timedelta(days=1), zone)
    return float(f"{(at - start) / (end - start):.2g}") if end > start else 1.0
