"""A look into a legacy XLS (BIFF8 in an OLE compound file) before it is decoded: integrity and formulas.

Sources: [MS-CFB] §2 (header, FAT, directory), [MS-XLS] §2.1.4 (records of the Workbook stream).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from dashboard.errors import SourceError
from datasources.tables.limits import MIB, Limits

HEADER = 512
ENTRY = 128
NO_SECTOR = 0xFFFFFFF0
"""Sector numbers from here on mean "end" or "free"."""
STREAMS = ("Workbook", "Book")
LOCKED = "EncryptedPackage"
FORMULA, FILEPASS, EOF_RECORD = 0x0006, 0x002F, 0x000A
SEVERAL = 0x00BD
CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00FD, 0x00D6, SEVERAL})
"""Records that fill cells and begin with row and column: numbers, texts, truths."""
LARGEST = 1024 * MIB


def inspect_xls(path: Path, limits: Limits) -> None:
    """Walk over the records of the workbook.

    Raises:
        SourceError: cut off, damaged, locked by a password, or with formulas.
    """
    size = path.stat().st_size
    if size > min(limits.unpacked_bytes, LARGEST):
        raise SourceError("The workbook is larger than {limit} MB: save it as CSV", limit=LARGEST // MIB)
    try:
        book = _Compound(path.read_bytes()).workbook()
    except (struct.error, IndexError, ValueError) as error:
        raise SourceError("The workbook is damaged: copy or download it again") from error
    rows = columns = 0
    for kind, place in _records(book):
        if kind in CELLS and place + 8 <= len(book):
            row, column = struct.unpack_from("<HH", book, place + 4)
            rows, columns = max(rows, row + 1), max(columns, column + _width(kind, place, book))
        if kind == FILEPASS:
            raise SourceError("The workbook is locked by a password: save it without one")
        if kind == FORMULA:
            raise SourceError("The sheet {sheet} holds formulas: save the values only", sheet="XLS")
    if columns > limits.columns or rows * columns > limits.cells:  # the decoder would ask for all of them
        raise SourceError("The sheet spans {rows} × {columns} cells: save it as CSV", rows=rows, columns=columns)


def _width(kind: int, place: int, book: bytes) -> int:
    """Return how many cells a record holds: six bytes for each of several numbers."""
    return max(1, (int(struct.unpack_from("<H", book, place + 2)[0]) - 6) // 6) if kind == SEVERAL else 1


def _records(book: bytes) -> Iterator[tuple[int, int]]:
    """Yield (kind, where it begins) of every record."""
    place, last = 0, -1
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == 0 and length == 0 and last == EOF_RECORD:
            return  # padding of the last sector
        yield kind, place
        place, last = place + 4 + length, kind
    if last != EOF_RECORD or place > len(book):
        raise SourceError("The workbook is cut off: copy or download it again")


class _Compound:
    """A compound file: sectors chained by a table, named by a directory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << int(struct.unpack_from("<H", data, 30)[0])
        directory, self.cutoff, mini = struct.unpack_from("<I4xII", data, 48)
        self.fat = self._table(self._fat_sectors())
        self.entries = self._stream(directory)
        self.mini_fat = self._table(self._chain(mini, self.fat))

    def workbook(self) -> bytes:
        """Return the stream of the workbook.

        Raises:
            ValueError: the file has none.
        """
        root = b""
        for place in range(0, len(self.entries) - ENTRY + 1, ENTRY):
            entry = self.entries[place:place + ENTRY]
            length = int(struct.unpack_from("<H", entry, 64)[0])
            name = entry[:max(length - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            if place == 0:
                root = self._stream(start)
            if name == LOCKED:
                raise SourceError("The workbook is locked by a password: save it without one")
            if name in STREAMS:
                return self._mini(start, root)[:size] if size < self.cutoff else self._whole(start, size)
        raise ValueError("no workbook inside")

    def _whole(self, start: int, size: int) -> bytes:
        stream = self._stream(start)[:size]
        if len(stream) < size:
            raise SourceError("The workbook is cut off: copy or download it again")
        return stream

    def _fat_sectors(self) -> list[int]:
        sectors = [s for s in struct.unpack_from("<109I", self.data, 76) if s < NO_SECTOR]
        following = int(struct.unpack_from("<I", self.data, 68)[0])
        seen: set[int] = set()
        while following < NO_SECTOR:
            if following in seen:
                raise ValueError("a loop of sectors")
            seen.add(following)
            more = struct.unpack(f"<{self.size // 4}I", self._sector(following))
            sectors += [s for s in more[:-1] if s < NO_SECTOR]
            following = more[-1]
        return sectors

    def _sector(self, number: int) -> bytes:
        start = HEADER + number * self.size if self.size == HEADER else (number + 1) * self.size
        return self.data[start:start + self.size]

    def _table(self, sectors: list[int]) -> list[int]:
        raw = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[:len(raw) // 4 * 4]))

    @staticmethod
    def _chain(start: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while start < NO_SECTOR:
            if len(chain) > len(table):
                raise ValueError("a loop of sectors")
            chain.append(start)
            start = table[start]
        return chain

    def _stream(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.fat)))

    def _mini(self, start: int, root: bytes) -> bytes:
        return b"".join(root[s * 64:s * 64 + 64] for s in self._chain(start, self.mini_fat))
