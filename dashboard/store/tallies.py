"""How much of everything there is: numbers for whoever watches over the machine, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, func, select

from dashboard.store.tables import BATCHES, JOBS, QUARANTINE


@dataclass(frozen=True, slots=True)
class Tallies:
    """Imports and jobs by state, rejected rows of all imports, refused files, bytes of the store."""

    imports: Mapping[str, int]
    jobs: Mapping[str, int]
    rejected: int
    quarantined: int
    bytes: int


def tallies(connection: Connection) -> Tallies:
    """Return the numbers as they are now."""
    rejected = select(func.coalesce(func.sum(BATCHES.c.rejected), 0))
    quarantined = select(func.count()).select_from(QUARANTINE)
    return Tallies(_by(connection, BATCHES.c.state), _by(connection, JOBS.c.state),
                   int(connection.execute(rejected).scalar_one()), int(connection.execute(quarantined).scalar_one()),
                   _bytes(connection))


def _by(connection: Connection, column: Column[str]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return {str(key): int(n) for key, n in rows}


def _bytes(connection: Connection) -> int:
    """Return the size of the store with its journal."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    path = connection.engine.url.database or ""
    return sum(file.stat().st_size for file in (Path(path), Path(f"{path}-wal")) if file.is_file())
