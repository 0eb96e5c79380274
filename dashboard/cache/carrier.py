"""A process of its own that reads a large SQLite truth and hands it over as an Arrow stream.

Run as a script: `carrier.py PATH`, the queries as a JSON list on standard input, the stream on standard output.
connectorx reads six times faster than a cursor, but brings its own copy of SQLite: two copies in one process lose
each other's file locks (decision 4), two processes do not. Nothing of the room is imported here.
"""

from __future__ import annotations

import json
import sys
from urllib.parse import quote

import connectorx
import pyarrow as pa


def carry(path: str, queries: list[str]) -> None:
    """Write the answers to all queries, which have the same columns, as one stream."""
    address, writer = f"sqlite://{quote(path)}", None
    for query in queries:
        found: pa.Table = connectorx.read_sql(address, query, return_type="arrow")
        if writer is None:
            writer = pa.ipc.new_stream(sys.stdout.buffer, found.schema)
        writer.write_table(found)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    carry(sys.argv[1], json.load(sys.stdin))
