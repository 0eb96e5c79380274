"""The life of a batch: begun, resumed after a kill, done, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, insert, select, update

from dashboard.domain.appeals import Rejected, Unknown
from dashboard.domain.proof import Entry, Kind
from dashboard.store.tables import BATCHES, REJECTS, UNKNOWNS
from dashboard.store.vault import Vault
from dashboard.store.writing import Numbers

RUNNING, DONE, UNDONE = "running", "done", "undone"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: what was read and what became of it; see `tables.BATCHES`."""

    id: int
    source: str
    profile: str
    name: str
    sha256: str
    observed_at: datetime
    started_at: datetime
    finished_at: datetime | None
    actor: str
    state: str
    resume_row: int
    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arrives: a file (or a live telling) of a source, with the moment for which it speaks."""

    source: str
    profile: str
    name: str
    sha256: str
    observed_at: datetime
    actor: str


def find_batch(connection: Connection, source: str, sha256: str) -> Batch | None:
    """Return the newest batch of this very content that is running or done, or None."""
    b = BATCHES.c
    statement = select(BATCHES).where(b.source == source, b.sha256 == sha256, b.state.in_((RUNNING, DONE)))
    row = connection.execute(statement.order_by(b.id.desc()).limit(1)).mappings().first()
    return None if row is None else Batch(**row)


def batch_of(connection: Connection, sha256: str) -> Batch | None:
    """Return the newest batch of this very content that is running or done, whatever its source, or None."""
    b = BATCHES.c
    statement = select(BATCHES).where(b.sha256 == sha256, b.state.in_((RUNNING, DONE))).order_by(b.id.desc()).limit(1)
    row = connection.execute(statement).mappings().first()
    return None if row is None else Batch(**row)


def refused(connection: Connection) -> dict[str, tuple[int, int, int, datetime]]:
    """Return source → (batch, rows refused, rows read, when it ended) of newest imports that refused any."""
    b = BATCHES.c
    newest = select(func.max(b.id)).where(b.state == DONE).group_by(b.source)
    rows = connection.execute(select(b.source, b.id, b.rejected, b.read, b.finished_at)
                              .where(b.id.in_(newest), b.rejected > 0))
    return {row.source: (row.id, row.rejected, row.read, row.finished_at) for row in rows}


def begin(connection: Connection, arrival: Arrival, now: datetime, numbers: Numbers) -> Batch:
    """Return a new running batch."""
    batch = Batch(numbers.next("batches"), arrival.source, arrival.profile, arrival.name, arrival.sha256,
                  arrival.observed_at, now, None, arrival.actor, RUNNING, 0, 0, 0, 0, 0, 0)
    connection.execute(insert(BATCHES).values(**{c.name: getattr(batch, c.name) for c in BATCHES.columns}))
    return batch


def advance(connection: Connection, batch: Batch, rows: int, counts: Mapping[str, int]) -> None:
    """Move the resume point and add to the counts."""
    b = BATCHES.c
    connection.execute(update(BATCHES).where(b.id == batch.id).values(
        resume_row=b.resume_row + rows, read=b.read + rows, added=b.added + counts.get("added", 0),
        changed=b.changed + counts.get("changed", 0), unchanged=b.unchanged + counts.get("unchanged", 0)))


def finish(connection: Connection, batch: Batch, now: datetime, state: str = DONE) -> None:
    """Close the batch."""
    connection.execute(update(BATCHES).where(BATCHES.c.id == batch.id).values(finished_at=now, state=state))


def imported(connection: Connection, batch: Batch, now: datetime) -> Entry:
    """Return what the audit log is told of a finished batch: its file by SHA-256, and what became of its rows."""
    row = connection.execute(select(BATCHES).where(BATCHES.c.id == batch.id)).mappings().one()
    counted = {name: row[name] for name in ("profile", "read", "added", "changed", "unchanged", "rejected")}
    return Entry(Kind.IMPORT, batch.actor, batch.sha256, {"batch": batch.id, "source": batch.source, **counted}, now)


def keep_rejected(connection: Connection, batch: Batch, rows: Sequence[Rejected], numbers: Numbers,
                  vault: Vault) -> None:
    """Keep the rows that were not taken, their cells sealed: they may hold personal data."""
    if rows:
        year = batch.started_at.year
        connection.execute(insert(REJECTS), [
            {"id": numbers.next("rejects"), "batch": batch.id, "row": r.row, "reason": r.reason,
             "values": orjson.dumps(dict(r.values)).decode(),
             "cells": vault.seal(year, orjson.dumps(dict(r.cells)))} for r in rows])
        b = BATCHES.c
        statement = update(BATCHES).where(b.id == batch.id)
        connection.execute(statement.values(rejected=b.rejected + len(rows), read=b.read + len(rows)))


def keep_unknown(connection: Connection, batch: Batch, words: Sequence[Unknown], numbers: Numbers) -> None:
    """Queue words that no vocabulary knows, with how many rows of the newest file carry them."""
    u = UNKNOWNS.c
    for word in words:
        same = (u.source == batch.source) & (u.field == word.field) & (u.value == word.value)
        seen = update(UNKNOWNS).where(same).values(rows=word.rows, last_at=batch.started_at)
        if connection.execute(seen).rowcount == 0:
            connection.execute(insert(UNKNOWNS).values(
                id=numbers.next("unknowns"), source=batch.source, profile=batch.profile, field=word.field,
                value=word.value, rows=word.rows, first_at=batch.started_at, last_at=batch.started_at))


def rejected_rows(connection: Connection, batch: int, vault: Vault, year: int) -> list[dict[str, Any]]:
    """Return row number, reason, values and cells of every row that a batch did not take."""
    r = REJECTS.c
    rows = connection.execute(select(REJECTS).where(r.batch == batch).order_by(r.row)).mappings()
    return [{"row": row["row"], "reason": row["reason"], "values": orjson.loads(row["values"]),
             "cells": orjson.loads(vault.open(year, row["cells"]) or b"{}")} for row in rows]


def began(connection: Connection) -> datetime | None:
    """Return when the store took its first delivery, or None while it holds nothing."""
    first: datetime | None = connection.execute(select(func.min(BATCHES.c.started_at))).scalar()
    return first
