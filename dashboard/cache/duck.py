"""DuckDB's dialect for the mirror; in a file of its own, as a command that only asks the truth needs no DuckDB."""

from __future__ import annotations

from duckdb_engine import Dialect


class MirrorDialect(Dialect):
    """DuckDB with SQLAlchemy's cache of compiled statements: 1.06 × the cost of bare SQL instead of 1.8 ×."""

    supports_statement_cache = True
