"""A look into an XLSX before it is decoded: size, integrity, extent, formulas."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dashboard.errors import SourceError
from datasources.tables.limits import MIB, Limits
from datasources.tables.unpacking import measure_bomb

OVERLAP = 256
SHEETS = "xl/worksheets/"
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d+)\"")
WIDE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{2,3})\d")
"""Columns from AA on; narrower sheets need no look."""
LETTERS = 26


def inspect_xlsx(path: Path, limits: Limits) -> None:
    """Read every part of the archive once, to nowhere.

    Raises:
        SourceError: no workbook, damaged, encrypted, a bomb, a sparse giant, or a sheet with formulas.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(p.filename.startswith("xl/") for p in parts):
                raise SourceError("This is not a table but a {kind} file, whatever its name says", kind="ZIP")
            size = 0
            for part in parts:
                with archive.open(part) as file:
                    size = _look_through(part.filename, file, size, (path.stat().st_size, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise SourceError("The workbook is damaged: copy or download it again") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise SourceError("The workbook is locked by a password: save it without one") from error


def _look_through(name: str, file: IO[bytes], size: int, bounds: tuple[int, Limits]) -> int:
    """Return the unpacked size so far; sheets are searched, with an overlap between the pieces."""
    packed, limits = bounds
    extent = _Extent(name, limits) if name.startswith(SHEETS) and name.endswith(".xml") else None
    for chunk in _chunks(file):
        size += len(chunk)
        measure_bomb(size, packed, limits)
        if extent is not None:
            extent.see(chunk)
    return size


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(MIB):
        yield chunk


class _Extent:
    """How far a sheet reaches, and whether anything in it is computed.

    Two far apart cells make a dense table of billions: the decoder would ask for all of it.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = Path(name).stem, limits
        self.tail = b""
        self.rows, self.columns = 0, LETTERS

    def see(self, chunk: bytes) -> None:
        piece = self.tail + chunk
        self.tail = piece[-OVERLAP:]
        if FORMULA.search(piece):
            raise SourceError("The sheet {sheet} holds formulas: save the values only", sheet=self.name)
        self.rows = max([self.rows, *map(int, ROW.findall(piece))])
        wide = max(set(WIDE.findall(piece)), key=_column, default=b"A")
        self.columns = max(self.columns, _column(wide))
        if self.rows * self.columns > self.limits.cells or self.columns > self.limits.columns:
            raise SourceError("The sheet spans {rows} × {columns} cells: save it as CSV",
                              rows=self.rows, columns=self.columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number
