"""Rows out of the truth as Arrow tables: by connectorx over a network or in a process beside, else by a cursor."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import connectorx
import pyarrow as pa
from sqlalchemy import TableClause, func, select
from sqlalchemy.engine import URL, Connection

from dashboard.cache.tables import CURRENT_COLUMNS, FEED, PAST_COLUMNS
from dashboard.domain.fields import Kind
from dashboard.errors import StoreError

MANY = 100_000
"""Rows of a SQLite truth from which a process beside is worth its start."""
CARRIER = Path(__file__).with_name("carrier.py")
PORTION = 25_000
"""Rows carried at a time: four times as many are no faster, and the reader keeps 100 MB more for ever."""
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
    parts = [(first, first + PORTION) for first in range(0, last, PORTION)]
    fast = _address(connection.engine.url)
    if fast is not None:
        yield from _ahead([partial(_fast, fast, table, ids, until) for ids in parts])
        return
    file = connection.engine.url.database
    if last >= MANY and connection.dialect.name == "sqlite" and file:
        yield from _beside(file, SCHEMAS[table.name], [_query(table, ids, until) for ids in parts])
        return
    for first, end in parts:
        found = select(table).where(table.c.id > first, table.c.id <= end, table.c.seq <= until)
        yield _arrow(table.name, connection.execute(found).fetchall())


def _ahead(reads: Sequence[Callable[[], pa.Table]]) -> Iterator[pa.Table]:
    """Return the results in order, each read while the one before it is being used."""
    with ThreadPoolExecutor(1) as reader:
        coming = deque(reader.submit(read) for read in reads[:1])
        for following in (*reads[1:], None) if reads else ():
            ready = coming.popleft().result()
            if following is not None:
                coming.append(reader.submit(following))
            yield ready


def changes(connection: Connection, table: TableClause, since: int, until: int) -> Iterator[pa.Table]:
    """Return the rows of a table with since < seq ≤ until, in portions."""
    found = select(table).where(table.c.seq > since, table.c.seq <= until)
    result = connection.execution_options(yield_per=PORTION).execute(found)
    for portion in result.partitions():
        yield _arrow(table.name, portion)


def _address(url: URL) -> str | None:
    """Return the address as connectorx wants it, or None where it must not read in this process.

    Never SQLite: connectorx brings a second copy of its library into the process, and when one copy closes the file
    the locks of the other are gone (sqlite.org/howtocorrupt.html, §2.2.1): the room then saw «disk I/O error».
    """
    if url.get_backend_name() != "sqlite" and url.host and not url.host.startswith("/"):
        return url.set(drivername="postgresql").render_as_string(hide_password=False)
    return None


def _fast(address: str, table: TableClause, ids: tuple[int, int], until: int) -> pa.Table:
    found: pa.Table = connectorx.read_sql(address, _query(table, ids, until), return_type="arrow")
    return found.cast(SCHEMAS[table.name])


def _query(table: TableClause, ids: tuple[int, int], until: int) -> str:
    names = ", ".join(f'"{name}"' for name in SCHEMAS[table.name].names)
    return f'SELECT {names} FROM "{table.name}" WHERE id > {ids[0]} AND id <= {ids[1]} AND seq <= {until}'


def _beside(file: str, schema: pa.Schema, queries: Sequence[str]) -> Iterator[pa.Table]:
    """Yield what a process beside reads, while it reads on.

    Raises:
        StoreError: it failed.
    """
    command = [sys.executable, str(CARRIER), str(Path(file).absolute())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as carrier:
        assert carrier.stdin is not None and carrier.stdout is not None and carrier.stderr is not None
        with carrier.stdin as asked:
            asked.write(json.dumps(list(queries)).encode())
        try:
            for batch in pa.ipc.open_stream(carrier.stdout):
                yield pa.Table.from_batches([batch]).cast(schema)
        except pa.ArrowInvalid as cut:
            raise StoreError("The copy of the store broke off: {why}", why=_last(carrier.stderr.read())) from cut
    if carrier.returncode:
        raise StoreError("The copy of the store broke off: {why}", why=carrier.returncode)


def _last(complaint: bytes) -> str:
    return complaint.decode(errors="replace").strip().rpartition("\n")[2] or "—"


def _arrow(name: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    schema = SCHEMAS[name]
    cells = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays([pa.array(cell, field.type) for cell, field in zip(cells, schema, strict=True)],
                                schema=schema)
