"""What differs between engines, in one place: DuckDB's dialect and pool, grouping in one pass, quantiles.

Stock duckdb-engine compiles every statement anew and gives each thread an empty database of its own (or, with
StaticPool, wrong numbers): here statements are cached, and readers are cursors of one root connection.
"""

from __future__ import annotations

from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper, Dialect
from sqlalchemy import Double, create_engine, literal_column
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

GROUPING_SETS = frozenset({"duckdb", "postgresql", "clickhouse", "chdb"})
"""Engines that count by several dimensions in one pass over the rows."""
QUANTILES = frozenset({"duckdb", "postgresql", "clickhouse", "chdb"})
"""Engines that have an interpolated quantile of their own; the others number the rows."""


class MirrorDialect(Dialect):
    """DuckDB with SQLAlchemy's cache of compiled statements: 1.06 × the cost of bare SQL instead of 1.8 ×."""

    supports_statement_cache = True


registry.register("duckdb.mirror", __name__, "MirrorDialect")


def mirror_engine(root: duckdb.DuckDBPyConnection, readers: int = 16) -> Engine:
    """Return an engine whose connections are cursors of `root`, at most `readers` at a time.

    The root stays with its owner: closing the engine's connections closes cursors only.
    """
    return create_engine("duckdb+mirror://", creator=lambda: ConnectionWrapper(root.cursor()),
                         poolclass=QueuePool, pool_size=readers, max_overflow=0)


class Quantile(FunctionElement[float]):
    """The interpolated quantile of whole numbers; its share is part of the statement's text, as engines demand."""

    name = "quantile"
    type = Double()
    inherit_cache = True


def quantile(values: ColumnElement[Any], share: float) -> Quantile:
    """Return the `share` (0–1) quantile of `values` as an aggregate, linear between neighbours."""
    return Quantile(values, literal_column(repr(float(share))))


@compiles(Quantile, "duckdb")
def _duckdb_quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    values, share = (compiler.process(part, **kw) for part in element.clauses)
    return f"quantile_cont({values}, {share})"


@compiles(Quantile, "postgresql")
def _postgresql_quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    values, share = (compiler.process(part, **kw) for part in element.clauses)
    return f"percentile_cont({share}) WITHIN GROUP (ORDER BY {values})"


@compiles(Quantile, "clickhouse")
@compiles(Quantile, "chdb")
def _clickhouse_quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    values, share = (compiler.process(part, **kw) for part in element.clauses)
    return f"quantileExactInclusive({share})({values})"
