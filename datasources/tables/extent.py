"""How far a sheet of an XLSX reaches, and whether anything in it is computed.

Two far apart cells make a dense table of billions: the decoder would ask for all of it, and when it is not given so
much memory it raises no error but ends the whole process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from xml.parsers import expat

from dashboard.errors import SourceError
from datasources.tables.limits import MIB, Limits

FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
PLACED = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
REFERENCE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]*)(\d+)["']""")
"""A row or a cell that says where it stands, as nearly all programs write it."""
LETTERS = 26
LONGEST_TAG = 4 * MIB


def measure(name: str, pieces: Iterable[bytes], limits: Limits) -> bool:
    """Search a sheet; return whether every row and cell says where it stands, so that this was enough.

    Raises:
        SourceError: formulas, or too many cells.
    """
    extent, rest, certain = _Extent(name, limits), b"", True
    for chunk in chain(pieces, (b"<",)):
        text = rest + chunk
        cut = text.rfind(b"<") if b"<" in text else max(len(text) - LONGEST_TAG, 0)
        text, rest = text[:cut], text[cut:]
        if FORMULA.search(text):
            raise SourceError("The sheet {sheet} holds formulas: save the values only", sheet=name)
        placed = REFERENCE.findall(text)
        certain = certain and len(placed) == len(PLACED.findall(text))
        extent.reach(max(map(int, {row for _, row in placed}), default=0),
                     max(map(column_of, {letters for letters, _ in placed}), default=0))
    return certain


def count(name: str, pieces: Iterable[bytes], limits: Limits) -> None:
    """Count rows and cells one by one, where some of them do not say where they stand.

    Raises:
        SourceError: too many cells, or no XML.
    """
    counter = _Counter(_Extent(name, limits))
    parser = expat.ParserCreate("utf-8")  # whatever it says of itself: so does the decoder
    parser.StartElementHandler = counter.element
    parser.StartDoctypeDeclHandler = counter.document_type
    try:
        for chunk in pieces:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError("The workbook is damaged: copy or download it again") from error


class _Extent:
    """The farthest row and column so far."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.rows, self.columns = 0, LETTERS

    def reach(self, row: int, column: int) -> None:
        """Stretch to here.

        Raises:
            SourceError: that is too far.
        """
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > self.limits.cells or self.columns > self.limits.columns:
            raise SourceError("The sheet spans {rows} × {columns} cells: save it as CSV",
                              rows=self.rows, columns=self.columns)


class _Counter:
    """Where the decoder is: what says nothing of its place stands behind the one before."""

    def __init__(self, extent: _Extent) -> None:
        self.extent, self.row, self.column = extent, 0, 0

    def element(self, name: str, told: dict[str, str]) -> None:
        """See the next element."""
        kind, place = name.rpartition(":")[2], told.get("r")
        if kind == "row":
            self.row, self.column = self.row + 1 if place is None else int(place), 0
        elif kind == "c":
            letters = "" if place is None else place.rstrip("0123456789")
            self.column = self.column + 1 if place is None else column_of(letters.encode())
            self.row = self.row if place is None else int(place[len(letters):] or 0)
        else:
            return
        self.extent.reach(self.row, self.column)

    def document_type(self, *_: object) -> None:
        """Refuse what no workbook has: definitions that unfold."""
        raise ValueError("document type")


def column_of(letters: bytes) -> int:
    """Return the number of a column from 1; no letters are 0."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + letter - ord("A") + 1
    return number
