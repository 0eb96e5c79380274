"""Rows out of the truth as Arrow tables: connectorx over a network (ten times faster), a plain cursor in SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import connectorx
import pyarrow as pa
from sqlalchemy import TableClause, func, select
from sqlalchemy.engine import URL, Connection

from dashboard.cache.tables import CURRENT_COLUMNS, FEED, PAST_COLUMNS
from dashboard.domain.fields import Kind

PORTION = 100_000
"""Rows carried at a time: enough to be fast, few enough to stay small beside the mirror."""
ARROW: dict[Kind, pa.DataType] = {
    Kind.NUMBER: pa.int64(), Kind.MOMENT: pa.int64(), Kind.REAL: pa.float64(), Kind.FLAG: pa.bool_(),
    Kind.TEXT: pa.string(),
}
SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema([(column, ARROW[kind]) for column, kind in columns])
    for name, columns in (("questions", CURRENT_COLUMNS), ("questions_history", PAST_COLUMNS))
}


def last_seq(connection: Connection) -> int:
    """Return the number of the last change that the truth has committed."""
    return int(connection.execute(select(FEED.c.value).where(FEED.c.name == "seq")).scalar() or 0)


def everything(connection: Connection, table: TableClause, until: int) -> Iterator[pa.Table]:
    """Return all rows of a table with seq ≤ `until`, in portions by id."""
    last = int(connection.execute(select(func.max(table.c.id))).scalar() or 0)
    fast = _address(connection.engine.url)
    for first in range(0, last, PORTION):
        if fast is not None:
            yield _fast(fast, table, (first, first + PORTION), until)
        else:
            found = select(table).where(table.c.id > first, table.c.id <= first + PORTION, table.c.seq <= until)
            yield _arrow(table.name, connection.execute(found).fetchall())


def changes(connection: Connection, table: TableClause, since: int, until: int) -> Iterator[pa.Table]:
    """Return the rows of a table with since < seq ≤ until, in portions."""
    found = select(table).where(table.c.seq > since, table.c.seq <= until)
    result = connection.execution_options(yield_per=PORTION).execute(found)
    for portion in result.partitions():
        yield _arrow(table.name, portion)


def _address(url: URL) -> str | None:
    """Return the address as connectorx wants it, or None where it must not read.

    Never SQLite: connectorx brings a second copy of its library into the process, and when one copy closes the file
    the locks of the other are gone (sqlite.org/howtocorrupt.html, §2.2.1): the room then saw «disk I/O error».
    """
    if url.get_backend_name() != "sqlite" and url.host and not url.host.startswith("/"):
        return url.set(drivername="postgresql").render_as_string(hide_password=False)
    return None


def _fast(address: str, table: TableClause, ids: tuple[int, int], until: int) -> pa.Table:
    schema = SCHEMAS[table.name]
    names = ", ".join(f'"{name}"' for name in schema.names)
    query = (f'SELECT {names} FROM "{table.name}" '  # noqa: S608
             f"WHERE id > {ids[0]} AND id <= {ids[1]} AND seq <= {until}")
    found: pa.Table = connectorx.read_sql(address, query, return_type="arrow")
    return found.cast(schema)


def _arrow(name: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    schema = SCHEMAS[name]
    cells = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(cell, field.type) for cell, field in zip(cells, schema, strict=True)],
                                schema=schema)
