"""The mirror: a columnar copy of the truth inside the process, which follows the change feed.

One root DuckDB connection in memory belongs to the mirror; readers are cursors of it, one writer at a time.
The place in the feed changes in the same transaction as the rows, so a reading's `seq` names its picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from dashboard.cache.engines import mirror_engine
from dashboard.cache.loading import changes, everything, last_seq
from dashboard.cache.reading import Reading
from dashboard.cache.readings import ONE_PICTURE, Readings
from dashboard.cache.tables import CURRENT_COLUMNS, PAST, PAST_COLUMNS, QUESTIONS, TOMBSTONES
from dashboard.domain import readmodel
from dashboard.domain.asking import Moments
from dashboard.domain.dimension import Dimension, Tree
from dashboard.domain.fields import Kind, Privacy
from dashboard.domain.scope import View

if TYPE_CHECKING:
    from dashboard.cache.clocks import Foresee

DUCKDB: dict[Kind, str] = {
    Kind.NUMBER: "BIGINT", Kind.MOMENT: "BIGINT", Kind.REAL: "DOUBLE", Kind.FLAG: "BOOLEAN", Kind.TEXT: "VARCHAR",
}
LATE_ROWS = 2_000
"""Rows of a page up to which their columns are fetched only after they were chosen: half the time of a drill-down."""
TIDY_AFTER = 1_000
"""Changed rows after which an idle mirror is tidied: deleted rows gone, columns packed again."""


class Mirror:
    """The copy, and readings of it.

    Args:
        source: the store's engine; only read.
        dimensions: the registered dimensions.
        trees: see `Readings`.
        readers: how many readings may be open at a time.
    """

    def __init__(self, source: Engine, dimensions: Mapping[str, Dimension],
                 trees: Mapping[str, Tree] | None = None, readers: int = 16) -> None:
        level = ONE_PICTURE.get(source.dialect.name)
        self._source = source if level is None else source.execution_options(isolation_level=level)
        self._root = duckdb.connect(":memory:", config={"late_materialization_max_rows": LATE_ROWS})
        self._engine = mirror_engine(self._root, readers)
        self._readings = Readings(self._engine, dimensions, trees)
        self._writing = Lock()
        self._seq = 0
        self._untidy = 0
        self._build()

    @property
    def seq(self) -> int:
        """The place in the feed that the mirror has reached."""
        return self._seq

    def load(self) -> int:
        """Copy the whole truth, follow what happened meanwhile, and return the place reached.

        The copy is committed portion by portion, which keeps memory small: nobody reads before it is whole.
        """
        with self._writing, self._source.connect() as truth:
            until = last_seq(truth)
            for table in (QUESTIONS, PAST):
                self._root.execute(f"DELETE FROM {table.name}")
                for portion in everything(truth, table, until):
                    self._insert(table.name, portion)
            self._root.begin()
            self._arrive(until)
            self._untidy = TIDY_AFTER
        self.follow()
        self.tidy()
        return self._seq

    def follow(self) -> int:
        """Apply what the feed tells since the last time, in one transaction; return how many rows changed."""
        with self._writing, self._source.connect() as truth:
            until = last_seq(truth)
            if until == self._seq:
                return 0
            self._root.begin()
            try:
                changed = self._apply(truth, until)
            except BaseException:
                self._root.rollback()
                raise
            self._arrive(until)
            self._untidy += changed
        return changed

    def tidy(self) -> bool:
        """Pack the copy if enough has changed; call when idle. Return False if readers were in the way: try again."""
        with self._writing:
            if self._untidy < TIDY_AFTER:
                return True
            try:
                self._root.execute("CHECKPOINT")
            except duckdb.TransactionException:
                return False
            self._untidy = 0
        return True

    @contextmanager
    def ask(self, view: View, now: Moments, working: Callable[[int], int] | None = None,
            privacy: Privacy = Privacy.STAFF, foresee: Foresee | None = None) -> Iterator[Reading]:
        """Yield a reading of the copy; see `Readings.ask`."""
        with self._readings.ask(view, now, working, privacy, foresee) as reading:
            yield reading

    def close(self) -> None:
        """Let go of the copy."""
        self._engine.dispose()
        self._root.close()

    def _build(self) -> None:
        for name, columns in ((QUESTIONS.name, CURRENT_COLUMNS), (PAST.name, PAST_COLUMNS)):
            self._root.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {DUCKDB[kind]}' for c, kind in columns)})")
        self._root.execute("CREATE TABLE feed (name VARCHAR, value BIGINT)")
        self._root.execute("INSERT INTO feed VALUES ('seq', 0)")
        for window in readmodel.VIEWS:
            self._root.execute(f"CREATE VIEW {window.name} AS {window.select}")

    def _apply(self, truth: Connection, until: int) -> int:
        changed = 0
        for table in (QUESTIONS, PAST):
            for portion in changes(truth, table, self._seq, until):
                changed += portion.num_rows
                self._delete(table.name, "id", portion["id"].to_pylist())
                self._insert(table.name, portion)
        buried = select(TOMBSTONES.c.question_id).where(TOMBSTONES.c.seq > self._seq, TOMBSTONES.c.seq <= until)
        gone = list(truth.execute(buried).scalars())
        self._delete(QUESTIONS.name, "id", gone)
        self._delete(PAST.name, "question_id", gone)
        return changed + len(gone)

    def _delete(self, table: str, column: str, ids: Iterable[int]) -> None:
        doomed = pa.table({"id": pa.array(ids, pa.int64())})
        if doomed.num_rows:
            self._with(doomed, f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM portion)")

    def _insert(self, table: str, portion: pa.Table) -> None:
        if portion.num_rows:
            self._with(portion, f"INSERT INTO {table} BY NAME SELECT * FROM portion")

    def _with(self, portion: pa.Table, statement: str) -> None:
        self._root.register("portion", portion)
        try:
            self._root.execute(statement)
        finally:
            self._root.unregister("portion")

    def _arrive(self, until: int) -> None:
        """Commit the transaction together with its place in the feed."""
        self._root.execute("UPDATE feed SET value = $1 WHERE name = 'seq'", [until])
        self._root.commit()
        self._seq = until
