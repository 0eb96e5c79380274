"""Bulk writing: plain tuples through one compiled statement, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from dashboard.store.tables import FEED

SEQ = "seq"
COUNTERS = ("seq", "questions", "appeals", "questions_history", "events", "batches", "rejects", "unknowns", "links",
            "corrections", "jobs", "notes", "policy", "quarantine", "audit", "sessions", "devices", "destructions",
            "alerts", "alert_events", "causes", "deliveries")


@lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...], dialect: str, replace: tuple[str, ...]) -> str:
    """Return an INSERT with positional places, replacing on conflict with the key columns `replace`."""
    place = "?" if dialect == "sqlite" else "%s"
    cols = ", ".join(f'"{n}"' for n in names)
    text = f'INSERT INTO "{table.name}" ({cols}) VALUES ({", ".join([place] * len(names))})'
    if replace:
        sets = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n not in replace)
        keys = ", ".join(f'"{n}"' for n in replace)
        text += f" ON CONFLICT ({keys}) DO UPDATE SET {sets}"
    return text


def write(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]],
          replace: Sequence[str] = ()) -> None:
    """Insert rows (tuples in the order of `names`), or replace those whose key columns are there already."""
    found = [tuple(row) for row in rows]
    if found:
        text = _statement(table, tuple(names), connection.dialect.name, tuple(replace))
        connection.exec_driver_sql(text, found)


class Numbers:
    """The counters of one write transaction: taken first, under the row lock of `seq`, written back last.

    Taking `seq` before anything else puts writers in a line, so changes appear in the feed in the order of commits.
    A `quiet` transaction takes the lock too but does not move `seq`: nothing that readers follow is changed by it.
    """

    def __init__(self, connection: Connection, *, quiet: bool = False) -> None:
        self._connection = connection
        moved = FEED.c.value if quiet else FEED.c.value + 1
        step = update(FEED).where(FEED.c.name == SEQ).values(value=moved).returning(FEED.c.value)
        self.seq: int = connection.execute(step).scalar_one()
        rows = connection.execute(select(FEED.c.name, FEED.c.value))
        self._at: dict[str, int] = {row.name: row.value for row in rows}
        self._moved: set[str] = set()

    def next(self, counter: str) -> int:
        """Return the next number of a counter."""
        self._at[counter] += 1
        self._moved.add(counter)
        return self._at[counter]

    def settle(self) -> None:
        """Write the counters back; call once at the end of the transaction."""
        moved = [{"which": name, "new": self._at[name]} for name in sorted(self._moved)]
        if moved:
            statement = update(FEED).where(FEED.c.name == bindparam("which")).values(value=bindparam("new"))
            self._connection.execute(statement, moved)


def first_numbers(connection: Connection) -> None:
    """Create the counters that are missing."""
    known = set(connection.execute(select(FEED.c.name)).scalars())
    missing = [{"name": name, "value": 0} for name in COUNTERS if name not in known]
    if missing:
        connection.execute(insert(FEED), missing)


