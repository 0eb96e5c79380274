"""The store by URL: SQLite (embedded default) or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from dashboard.errors import StoreError

BUSY_MS = 30_000
ENGINES = ("sqlite", "postgresql+psycopg")


def open_engine(url: str) -> Engine:
    """Return an engine for reading; `engine.execution_options(writes=True)` opens write transactions.

    Raises:
        StoreError: the URL names no engine that can hold the truth.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as broken:
        raise StoreError("The store address cannot be read; write sqlite:///path or postgresql+psycopg://…"
                         ) from broken
    if parsed.drivername not in ENGINES:
        raise StoreError("The store cannot lie in {name}; use sqlite or postgresql+psycopg", name=parsed.drivername)
    return _sqlite(url, parsed.database) if parsed.drivername == "sqlite" else _postgresql(url)


def _sqlite(url: str, path: str | None) -> Engine:
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _record: object) -> None:
    """Set what SQLite forgets with every connection; the driver's own BEGIN is switched off."""
    raw.isolation_level = None
    mode = raw.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise StoreError("The disk of the home does not allow SQLite's WAL ({mode}); move the home", mode=mode)
    raw.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute("PRAGMA wal_autocheckpoint=8000")
    raw.execute("PRAGMA cache_size=-65536")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"prepare_threshold": None}, hide_parameters=True)
    except NoSuchModuleError as missing:
        raise StoreError("psycopg is not installed; run make setup") from missing
