"""The schema as it stands in a store, told without its engine: what a copy needs to be built up again elsewhere.

It is read from the store and not from `tables.META`, so that a copy of an older release comes back as it was and
is then brought up to date by the ordinary migrations.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.types import String, TypeEngine

from dashboard.domain.readmodel import VIEWS
from dashboard.errors import StoreError
from dashboard.store.types import words_type
from dashboard.store.wall import open_windows

KINDS: dict[str, tuple[type[TypeEngine[Any]], TypeEngine[Any]]] = {
    "flag": (Boolean, Boolean()), "number": (BigInteger, BigInteger()), "small": (Integer, Integer()),
    "real": (Float, Float(53)), "text": (String, words_type()), "bytes": (LargeBinary, LargeBinary()),
}
"""Kind → the type by which it is recognised (the first that fits) and the type it is built as."""
WINDOWS = frozenset(window.name for window in VIEWS)
OURS = ", ".join(f"'{name}'" for name in sorted(WINDOWS))
"""Views of the read model: the program makes them anew on any engine, so a copy only tells that they were there."""
BESIDE = {
    "sqlite": ("SELECT sql FROM sqlite_master WHERE type IN ('view', 'trigger')"
               f" AND name NOT IN ({OURS}) ORDER BY type DESC, rowid",),
    "postgresql": (
        "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = current_schema() ORDER BY p.oid",
        "SELECT format('CREATE VIEW %I AS %s', c.relname, pg_get_viewdef(c.oid)) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind = 'v' AND n.nspname = current_schema() AND c.relname NOT IN ({OURS}) ORDER BY c.oid",
        "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT t.tgisinternal AND n.nspname = current_schema() ORDER BY t.oid"),
}
"""Engine → what tells the statements of its views, functions and triggers: these are the engine's own."""


class ColumnPlan(BaseModel):
    """One column: its name, the key of its kind, whether it may be empty, and the SQL of its default."""

    name: str
    kind: str
    null: bool
    default: str | None = None


class IndexPlan(BaseModel):
    """One index or unique constraint; `where` is the SQL of a partial index."""

    name: str
    columns: list[str]
    unique: bool = False
    where: str | None = None


class TablePlan(BaseModel):
    """One table."""

    name: str
    columns: list[ColumnPlan]
    key: list[str]
    uniques: list[IndexPlan]
    indexes: list[IndexPlan]

    @property
    def names(self) -> list[str]:
        """Return the names of its columns."""
        return [column.name for column in self.columns]


class Blueprint(BaseModel):
    """All tables of a store, the statements which only `engine` understands, and whether the read model was there."""

    engine: str
    tables: list[TablePlan]
    beside: list[str]
    windows: bool = False


def drawn(connection: Connection) -> Blueprint:
    """Return the blueprint of what the connection sees.

    Raises:
        StoreError: the schema has something that a copy cannot carry.
    """
    found, engine = inspect(connection), connection.dialect.name
    beside = [str(said) for told in BESIDE[engine] for said in connection.execute(text(told)).scalars()]
    return Blueprint(engine=engine, beside=beside, windows=set(found.get_view_names()) >= WINDOWS,
                     tables=[_table(found, name, engine) for name in sorted(found.get_table_names())])


def _table(found: Any, name: str, engine: str) -> TablePlan:
    if found.get_foreign_keys(name):
        raise StoreError("The table {name} cannot be copied; update the program", name=name)
    columns = [ColumnPlan(name=c["name"], kind=_kind(name, c["type"]), null=c["nullable"], default=c["default"])
               for c in found.get_columns(name)]
    uniques = [IndexPlan(name=u["name"], columns=u["column_names"], unique=True)
               for u in found.get_unique_constraints(name)]
    indexes = [IndexPlan(name=i["name"], columns=i["column_names"], unique=bool(i["unique"]),
                         where=_where(i.get("dialect_options", {}).get(f"{engine}_where")))
               for i in found.get_indexes(name) if "duplicates_constraint" not in i]
    key = found.get_pk_constraint(name)["constrained_columns"]
    return TablePlan(name=name, columns=columns, key=key, uniques=sorted(uniques, key=_name),
                     indexes=sorted(indexes, key=_name))


def _name(plan: IndexPlan) -> str:
    return plan.name


def _where(told: object) -> str | None:
    return None if told is None else str(told).strip("()")


def _kind(table: str, found: TypeEngine[Any]) -> str:
    for kind, (known, _) in KINDS.items():
        if isinstance(found, known):
            return kind
    raise StoreError("The table {name} cannot be copied; update the program", name=table)


def tables_of(blueprint: Blueprint) -> MetaData:
    """Return the tables, ready to be created on any engine, without their indexes."""
    meta = MetaData()
    for plan in blueprint.tables:
        columns = [Column(c.name, KINDS[c.kind][1], nullable=c.null, autoincrement=False,
                          server_default=text(c.default.partition("::")[0]) if c.default else None)
                   for c in plan.columns]
        keys = [PrimaryKeyConstraint(*plan.key)] if plan.key else []
        Table(plan.name, meta, *columns, *keys,
              *(UniqueConstraint(*unique.columns, name=unique.name) for unique in plan.uniques))
    return meta


def finished(connection: Connection, blueprint: Blueprint, tables: MetaData) -> None:
    """Create the indexes and whatever stands beside the tables: after the rows, which is quicker."""
    for plan in blueprint.tables:
        table = tables.tables[plan.name]
        for index in plan.indexes:
            where = None if index.where is None else text(index.where)
            Index(index.name, *(table.c[name] for name in index.columns), unique=index.unique, sqlite_where=where,
                  postgresql_where=where).create(connection)
    for statement in blueprint.beside:
        connection.exec_driver_sql(statement)
    if blueprint.windows:
        open_windows(connection)
