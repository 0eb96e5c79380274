"""Health of sources: when each last spoke, and since when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import SOURCES


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What the store knows of a source; `cursor` is where polling goes on, `error` a packed `RoomError`."""

    key: str
    profile: str
    cadence_s: int
    observed_at: datetime | None
    last_ok_at: datetime | None
    failing_since: datetime | None
    error: str | None
    cursor: str | None


def sources(connection: Connection) -> list[SourceRow]:
    """Return all sources by key."""
    rows = connection.execute(select(SOURCES).order_by(SOURCES.c.key)).mappings()
    return [SourceRow(**row) for row in rows]


def source(connection: Connection, key: str) -> SourceRow | None:
    """Return one source, or None when it never spoke."""
    row = connection.execute(select(SOURCES).where(SOURCES.c.key == key)).mappings().first()
    return None if row is None else SourceRow(**row)


def spoke(connection: Connection, key: str, profile: str, cadence_s: int, at: tuple[datetime, datetime]) -> bool:
    """Note a success at (observed_at, now); return whether the source had been failing."""
    observed_at, now = at
    before = source(connection, key)
    newest = max(observed_at, before.observed_at) if before and before.observed_at else observed_at
    _put(connection, key, before, profile=profile, cadence_s=cadence_s, observed_at=newest, last_ok_at=now,
         failing_since=None, error=None)
    return before is not None and before.failing_since is not None


def failed(connection: Connection, key: str, profile: str, error: str, now: datetime) -> bool:
    """Note a failure; return whether it is new (not failing before, or for another reason)."""
    before = source(connection, key)
    since = before.failing_since if before and before.failing_since else now
    _put(connection, key, before, profile=profile, failing_since=since, error=error)
    return before is None or before.failing_since is None or before.error != error


def _put(connection: Connection, key: str, before: SourceRow | None, **said: object) -> None:
    if before is None:
        connection.execute(insert(SOURCES).values(key=key, **{"cadence_s": 0, **said}))
    else:
        connection.execute(update(SOURCES).where(SOURCES.c.key == key).values(**said))
