"""A synthetic city the size one asks for, written straight into the truth's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from dashboard.store.tables import FEED, META, QUESTIONS

DAY = 86_400_000_000
LAST_DAY = 16_812
"""2016-01-12, as in the Boston sample."""
AT = LAST_DAY * DAY + 20 * 3_600_000_000
CHUNK = 250_000
Column = list[Any]


def town(path: Path, count: int, seed: int = 1) -> Engine:
    """Return the engine of a SQLite truth at `path` with `count` questions of two years; made only if absent."""
    made = path.exists()
    engine = create_engine(f"sqlite:///{path}")
    if not made:
        META.create_all(engine)
        rng = np.random.default_rng(seed)
        with engine.begin() as connection:
            for first in range(0, count, CHUNK):
                table = questions(rng, first, min(CHUNK, count - first), count)
                names = table.column_names
                marks = ",".join("?" * len(names))
                statement = f"INSERT INTO {QUESTIONS.name} ({','.join(names)}) VALUES ({marks})"
                cells = [table.column(name).to_pylist() for name in names]
                connection.exec_driver_sql(statement, list(zip(*cells, strict=True)))
            connection.execute(FEED.insert().values(name="seq", value=count))
    return engine


def questions(rng: np.random.Generator, first: int, size: int, count: int) -> pa.Table:
    """Return `size` questions from number `first` of `count`, received evenly over two years, in order."""
    ids = np.arange(first + 1, first + size + 1)
    received = AT - (730 * DAY * (1 - ids / count)).astype(np.int64) - rng.integers(0, DAY // 24, size)
    moments = _moments(rng, received, size)
    columns: dict[str, pa.Array] = {"id": pa.array(ids), "external_id": pa.array(ids.astype(str)),
                                    "appeal_id": pa.array(ids - (ids % 9 == 0)), "seq": pa.array(ids),
                                    "question": pa.array(["1"] * size), "said_hash": pa.nulls(size, pa.string()),
                                    "valid_from": pa.array(received), "known_from": pa.array(received)}
    return pa.table(columns | _members(rng, size) | moments | _place(rng, size))


def _drawn(rng: np.random.Generator, size: int, name: str, many: int, missing: float = 0.0) -> pa.Array:
    """Return members with the unequal shares that real departments and streets have."""
    number = np.minimum((many * rng.random(size) ** 2).astype(np.int64), many - 1)
    words = pa.array([f"{name} {n:05d}" for n in range(many)])
    return words.take(pa.array(number, mask=rng.random(size) < missing))


def _members(rng: np.random.Generator, size: int) -> dict[str, pa.Array]:
    shape = {"source": (5, 0.0), "channel": (8, 0.0), "topic": (170, 0.01), "block": (14, 0.01),
             "department": (16, 0.0), "municipality": (1, 0.0), "district": (26, 0.02),
             "street": (4_000, 0.05), "house": (60_000, 0.1), "law": (3, 0.2), "lane": (2, 0.5)}
    return {name: _drawn(rng, size, name, many, missing) for name, (many, missing) in shape.items()}


def _days(at: np.ndarray) -> np.ndarray:
    return at // DAY


def _moment(name: str, at: np.ndarray, missing: np.ndarray) -> dict[str, pa.Array]:
    return {f"{name}_on": pa.array(_days(at), mask=missing), f"{name}_at": pa.array(at, mask=missing)}


def _moments(rng: np.random.Generator, received: np.ndarray, size: int) -> dict[str, pa.Array]:
    term = (rng.integers(1, 31, size) * DAY).astype(np.int64)
    taken = (rng.exponential(6.0, size) * DAY).astype(np.int64) + 60_000_000
    closed = received + taken
    is_open = (closed > AT) | (rng.random(size) < 0.02)
    no_due = rng.random(size) < 0.2
    rated = is_open | (rng.random(size) < 0.7)
    never = np.ones(size, dtype=bool)
    stars = rng.integers(1, 6, size)
    outcome = pa.array(["explained", "refused", "resolved"]).take(
        pa.array(np.minimum(rng.integers(0, 5, size), 2), mask=is_open))
    state = pa.array(["closed", "in_work", "duplicate"]).take(
        pa.array(np.where(rng.random(size) < 0.01, 2, is_open.astype(np.int64))))
    return {
        **_moment("received", received, ~never), **_moment("registered", received, ~never),
        **_moment("due", received + term, no_due), **_moment("first_response", received + taken // 3, is_open),
        **_moment("closed", closed, is_open), **_moment("rated", closed + DAY, rated),
        **_moment("returned", closed, never), "rating": pa.array(stars, mask=rated), "outcome": outcome,
        "status": state, "repeated": pa.array(rng.random(size) < 0.05),
        "due_source": pa.array(["export"] * size, mask=no_due), "source_overdue": pa.nulls(size, pa.bool_()),
        "marks": pa.nulls(size, pa.string()),
    }


def _place(rng: np.random.Generator, size: int) -> dict[str, pa.Array]:
    missing = rng.random(size) < 0.1
    return {"lat": pa.array(42.3 + rng.normal(0, 0.03, size), mask=missing),
            "lon": pa.array(-71.08 + rng.normal(0, 0.04, size), mask=missing),
            "place": pa.array(["exact"] * size, mask=missing)}
