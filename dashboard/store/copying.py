"""The truth as a copy: every row of every table in one picture, while others go on writing; and back again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, MetaData, func, inspect, select, table

from dashboard.errors import StoreError
from dashboard.store.blueprint import Blueprint, TablePlan, finished, tables_of
from dashboard.store.writing import write

PART = 10_000
"""Rows of one part: a few megabytes, so that memory stays flat."""
REVISION = "alembic_version"
Turn = Callable[[Any], Any]


@contextmanager
def picture(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one moment of the truth until it is closed; it makes no writer wait."""
    options: dict[str, Any] = {"stream_results": True, "yield_per": PART}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def parts(connection: Connection, plan: TablePlan) -> Iterator[tuple[int, bytes]]:
    """Yield (rows, JSON) of every part of a table; the JSON is a list of rows in the order of the plan's columns."""
    names = ", ".join(f'"{name}"' for name in plan.names)
    turns = _turns(plan, {"bytes": _told, "flag": _flag})
    for rows in connection.exec_driver_sql(f'SELECT {names} FROM "{plan.name}"').partitions(PART):
        yield len(rows), orjson.dumps([_turned(row, turns) for row in rows])


def counted(connection: Connection, plan: TablePlan) -> int:
    """Return how many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(table(plan.name))).scalar_one())


def revision(connection: Connection) -> str | None:
    """Return the revision of the schema that the picture shows, or None for an empty store."""
    if not inspect(connection).has_table(REVISION):
        return None
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {REVISION}").scalar())


def empty(connection: Connection) -> bool:
    """Return whether there is not one table yet."""
    return not inspect(connection).get_table_names()


def begun(connection: Connection, blueprint: Blueprint) -> MetaData:
    """Create the tables of a copy, without indexes.

    Raises:
        StoreError: the copy has views or triggers that another engine cannot read.
    """
    if blueprint.beside and blueprint.engine != connection.dialect.name:
        raise StoreError("This copy has parts that only {engine} understands; restore it there",
                         engine=blueprint.engine)
    tables = tables_of(blueprint)
    tables.create_all(connection)
    return tables


def poured(connection: Connection, plan: TablePlan, tables: MetaData, part: bytes) -> None:
    """Write one part of a table."""
    turns = _turns(plan, {"bytes": b64decode})
    rows = [_turned(row, turns) for row in orjson.loads(part)]
    write(connection, tables.tables[plan.name], plan.names, rows)


def ended(connection: Connection, blueprint: Blueprint, tables: MetaData) -> None:
    """Create the indexes, and let the engine know how much there is."""
    finished(connection, blueprint, tables)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def _turns(plan: TablePlan, by_kind: dict[str, Turn]) -> list[tuple[int, Turn]]:
    return [(place, by_kind[column.kind]) for place, column in enumerate(plan.columns) if column.kind in by_kind]


def _turned(row: Any, turns: list[tuple[int, Turn]]) -> list[Any]:
    found = list(row)
    for place, turn in turns:
        if found[place] is not None:
            found[place] = turn(found[place])
    return found


def _told(value: bytes) -> str:
    return b64encode(value).decode()


def _flag(value: object) -> bool:
    return bool(value)
