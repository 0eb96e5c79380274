"""What differs between engines, in one place: DuckDB's dialect and pool, grouping in one pass, quantiles.

Stock duckdb-engine compiles every statement anew and gives each thread an empty database of its own (or, with
StaticPool, wrong numbers): here statements are cached, and readers are cursors of one root connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, create_engine, literal_column
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    import duckdb

GROUPING_SETS = frozenset({"duckdb", "postgresql", "clickhouse", "chdb"})
"""Engines that count by several dimensions in one pass over the rows."""
QUANTILES = frozenset({"duckdb", "postgresql", "clickhouse", "chdb"})
"""Engines that have an interpolated quantile of their own; the others number the rows."""


registry.register("duckdb.mirror", "dashboard.cache.duck", "MirrorDialect")


def mirror_engine(root: duckdb.DuckDBPyConnection, readers: int = 16) -> Engine:
    """Return an engine whose connections are cursors of `root`, at most `readers` at a time.

    The root stays with its owner: closing the engine's connections closes cursors only.
    """
    from duckdb_engine import ConnectionWrapper  # noqa: PLC0415  (whoever only asks the truth needs no DuckDB)
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
