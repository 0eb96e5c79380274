"""A look into an XLSX before it is decoded: size, integrity, extent, formulas."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dashboard.errors import SourceError
from datasources.tables.extent import count, measure
from datasources.tables.limits import MIB, Limits
from datasources.tables.unpacking import measure_bomb

SHEETS = "xl/worksheets/"
CELLS = b"sheetData"
FOREIGN = {"xl/workbook.bin": "XLSB", "content.xml": "ODS"}
"""What the decoder would read too, but nobody has looked through."""


def inspect_xlsx(path: Path, limits: Limits) -> None:
    """Read every part of the archive once, to nowhere.

    Raises:
        SourceError: no workbook, damaged, encrypted, a bomb, a sparse giant, or a sheet with formulas.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            kind = _foreign({part.filename for part in parts})
            if kind is not None:
                raise SourceError("This is not a table but a {kind} file, whatever its name says", kind=kind)
            size = 0
            for part in parts:
                size = _look_through(archive, part, size, (path.stat().st_size, limits))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError,
            struct.error) as error:
        raise SourceError("The workbook is damaged: copy or download it again") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise SourceError("The workbook is locked by a password: save it without one") from error


def _foreign(names: set[str]) -> str | None:
    """Return what kind of archive this is if it is no workbook."""
    other = next((kind for name, kind in FOREIGN.items() if name in names), None)
    return other or (None if any(name.startswith("xl/") for name in names) else "ZIP")


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, size: int, bounds: tuple[int, Limits]) -> int:
    """Return the unpacked size so far; sheets are measured."""
    name, limits = part.filename, bounds[1]
    with archive.open(part) as file:
        pieces = _Pieces(file, size, bounds)
        if not (name.startswith(SHEETS) and name.endswith(".xml")):
            if any(CELLS in piece for piece in pieces):  # a sheet where none lies would go unmeasured
                raise SourceError("The workbook is damaged: copy or download it again")
            return pieces.size
        certain = measure(Path(name).stem, pieces, limits)
    if not certain:
        with archive.open(part) as file:
            count(Path(name).stem, _Pieces(file, size, bounds), limits)
    return pieces.size


class _Pieces:
    """The pieces of a part, and the unpacked size of the archive after them."""

    def __init__(self, file: IO[bytes], size: int, bounds: tuple[int, Limits]) -> None:
        self.size = size
        self._file, self._bounds = file, bounds

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._file.read(MIB):
            self.size += len(chunk)
            measure_bomb(self.size, *self._bounds)
            yield chunk
