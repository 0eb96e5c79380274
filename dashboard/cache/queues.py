"""The wall's lists of open cases by their term: a count, and the first of them without text, house or person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.cache.board import Queue, WallCase
from dashboard.cache.reading import Reading
from dashboard.domain.doubts import Doubts
from dashboard.domain.moments import Moment, day_of, day_start, instant_of
from dashboard.domain.scope import UNKNOWN, Scope

QUEUES = ("overdue_open", "due_today", "due_in_3_working_days", "likely_late")
SHOWN = 8
MEMBERS = ("topic", "street", "department", "block", "channel")
COLUMNS = ("id", *MEMBERS, "received_on", "received_at", "due_on", "due_at", "due_source",
           "deferred_to_on")


def queues(reading: Reading, scope: Scope, doubts: Doubts | None = None) -> tuple[Queue, ...]:
    """Return the columns of the terms scene, each with its first cases, the longest due first.

    A case that a column before shows is not shown again: of the likely late those are told that nobody sees yet.

    Args:
        reading: one picture of the town.
        scope: what is looked at.
        doubts: what must be doubted of stored terms; without it nothing is.
    """
    shown: set[int] = set()
    return tuple(_queue(reading, measure, scope, (shown, doubts)) for measure in QUEUES)


def _queue(reading: Reading, measure: str, scope: Scope, known: tuple[set[int], Doubts | None]) -> Queue:
    (shown, doubts), count = known, reading.count(measure, scope)[UNKNOWN]
    order = (("due", False), ("received", False))
    rows = reading.rows(measure, scope, columns=COLUMNS, order=order, limit=SHOWN + len(shown)) if count else []
    fresh = [row for row in rows if row["id"] not in shown][:SHOWN]
    shown |= {row["id"] for row in fresh}
    return Queue(measure, count, tuple(replace(_case(row, reading.now.at, reading.now.zone),
                                               promised=_promised(row), **_doubted(row, doubts),
                                               **_foreseen(reading, measure, row))
                                       for row in fresh))


def _foreseen(reading: Reading, measure: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return what is foreseen of a case: how likely it is late, or that it stands among those too."""
    if measure == QUEUES[-1]:
        return {"late": _tens(reading.foreseen.chances.get(row["id"]))}
    return {"likely": measure != QUEUES[0] and row["id"] in reading.foreseen.likely}


def _doubted(row: dict[str, Any], doubts: Doubts | None) -> dict[str, Any]:
    term = row["due_on"], row["due_source"]
    return {} if doubts is None else {"provisional": doubts.provisional(*term),
                                      "unconfirmed": doubts.unconfirmed(*term)}


def _promised(row: dict[str, Any]) -> date | None:
    return None if row["deferred_to_on"] is None else day_of(row["deferred_to_on"])


def _tens(chance: float | None) -> float | None:
    """Return a probability in whole tens of per cent: finer, it would make a new board of every minute."""
    return None if chance is None else round(chance, 1)


def _case(row: dict[str, Any], at: datetime, zone: ZoneInfo) -> WallCase:
    topic, street, department, block, channel = (row[key] or UNKNOWN for key in MEMBERS)
    received, due = _moment(row, "received"), _moment(row, "due")
    assert received is not None, "every question was received"
    elapsed = _elapsed(received, due, at, zone)
    return WallCase(topic, street, department, block, channel, received, due, elapsed)


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
