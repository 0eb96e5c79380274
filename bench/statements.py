"""The board's statements as the room asks them, and the very SQL on a bare connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import duckdb
from sqlalchemy import Engine, event

from bench.measuring import took


@dataclass(slots=True)
class Heard:
    """Statements of one board: as SQLAlchemy got them, and as DuckDB got them."""

    asked: list[tuple[Any, Any]] = field(default_factory=list)
    sent: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def listening(engine: Engine) -> Iterator[Heard]:
    """Yield a list that fills with everything the engine is asked meanwhile."""
    heard = Heard()

    def asked(_connection: Any, clause: Any, _many: Any, params: Any, _options: Any) -> None:
        heard.asked.append((clause, params))

    def sent(_connection: Any, _cursor: Any, sql: str, params: Any, *_: Any) -> None:
        heard.sent.append((sql, params))

    hooks: tuple[tuple[str, Callable[..., None]], ...] = (("before_execute", asked), ("before_cursor_execute", sent))
    for name, hook in hooks:
        event.listen(engine, name, hook)
    yield heard
    for name, hook in hooks:
        event.remove(engine, name, hook)


def seam(engine: Engine, root: duckdb.DuckDBPyConnection, heard: Heard, times: int) -> tuple[float, float]:
    """Return the milliseconds of the statements through SQLAlchemy, and on a bare cursor, by turns."""

    def through() -> None:
        with engine.connect() as connection:
            for clause, params in heard.asked:
                connection.execute(clause, params).fetchall()

    def bare() -> None:
        cursor = root.cursor()
        for sql, params in heard.sent:
            cursor.execute(sql, params).fetchall()
        cursor.close()

    pairs = [(took(through), took(bare)) for _ in range(times + 1)][1:]
    return median(one for one, _ in pairs), median(other for _, other in pairs)
