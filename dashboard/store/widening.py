"""Bringing the tables of questions to all the fields that this program knows: a field that is new is a new column."""

from __future__ import annotations

from sqlalchemy import Connection, Table, inspect, text

from dashboard.store.tables import HISTORY, QUESTIONS


def widen(connection: Connection) -> None:
    """Add the columns that a store of an older release lacks; what has them stays as it is.

    Whoever opens the read model's windows in a migration widens first: the windows look at every field.
    """
    for table in (QUESTIONS, HISTORY):
        have = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in have:
                connection.execute(text(_added(connection, table, column.name)))


def _added(connection: Connection, table: Table, name: str) -> str:
    kind = table.c[name].type.compile(connection.dialect)
    return f'ALTER TABLE {table.name} ADD COLUMN "{name}" {kind}'
