"""Records of a checked file, kept until they are stored: in memory while few, in an unnamed file when many."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

from dashboard.domain.appeals import Record

PORTION = 2_000


class Spool:
    """A list of records that may be longer than the memory; read as often as one likes."""

    def __init__(self) -> None:
        self.total = 0
        self._fresh: list[Record] = []
        self._file: IO[bytes] | None = None
        self._ends: list[int] = []

    def put(self, record: Record) -> None:
        """Add a record."""
        self._fresh.append(record)
        self.total += 1
        if len(self._fresh) == PORTION:
            self._spill()

    def records(self) -> Iterator[Record]:
        """Return all records in order."""
        start = 0
        for end in list(self._ends):
            assert self._file is not None
            self._file.seek(start)
            yield from pickle.loads(self._file.read(end - start))
            start = end
        yield from self._fresh

    def _spill(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115  (closed by __exit__)
        self._file.seek(0, 2)
        self._file.write(pickle.dumps(self._fresh, protocol=pickle.HIGHEST_PROTOCOL))
        self._ends.append(self._file.tell())
        self._fresh = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
