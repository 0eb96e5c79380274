"""CSV with any delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

from dashboard.errors import SourceError
from datasources.tables.encoding import encoding_of
from datasources.tables.limits import Limits
from datasources.tables.sheet import Row, Sheet, is_blank

DELIMITERS = ";,\t|"
Lines = Callable[[], Iterator[Row]]
LOOK = 60
BUFFER = 1 << 18
LITERAL = re.compile(r'="([^"]*)"')
"""`="00123"`: how Excel's users keep leading zeros; a text, not a formula."""
FORMULA = re.compile(r"""\s*=\s*(?:[-+@(]*\s*[\w.]+\s*[(|!]|[-+(]*\$?[A-Za-z]{1,3}\$?\d|[-+(]*\d|[-+(]*["'\[{])""")
"""What a spreadsheet would compute: a call, a cell, a number, a link to another book; `== text ==` is none."""


def read_csv(path: Path, limits: Limits) -> Sheet:
    """Return the table of a text file.

    Raises:
        SourceError: the letters, the quotes or the lines are broken, or a cell holds a formula.
    """
    encoding = encoding_of(path, limits)
    delimiter = _delimiter(path, encoding)
    lines = _reader(path, encoding, delimiter)
    lax = _reader(path, encoding, delimiter, strict=False)
    return Sheet("csv", *_survey(lines, lax, limits), lines)


def _reader(path: Path, encoding: str, delimiter: str, *, strict: bool = True) -> Lines:
    return partial(_rows, path, encoding, delimiter, strict)


def _rows(path: Path, encoding: str, delimiter: str, strict: bool) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="", buffering=BUFFER) as file:
        yield from csv.reader(file, delimiter=delimiter, strict=strict)


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells of the steadiest number."""
    with path.open(encoding=encoding, newline="") as file:
        top = list(islice(file, LOOK))
    return max(DELIMITERS, key=lambda d: _steadiness(top, d))


def _steadiness(top: list[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(top, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    width, often = max(Counter(w for w in widths if w > 1).items(), key=lambda pair: pair[0] * pair[1], default=(0, 0))
    return width * often / len(widths) if widths else 0.0


def _survey(lines: Lines, lax: Lines, limits: Limits) -> tuple[tuple[Row, ...], int]:
    """Return the head and the number of rows after parsing every one of them."""
    head: list[Row] = []
    count = number = 0
    try:
        for number, row in enumerate(lines(), 1):
            if len(head) < limits.head_rows:
                head.append([_unquoted(cell) for cell in row])
            if "\n=" in "\n" + "\n".join(row):
                _refuse_formulas(row, number)
            if len(row) > limits.columns:
                raise SourceError("Row {row} has more than {limit} columns", row=number, limit=limits.columns)
            count += not is_blank(row)
    except csv.Error as error:
        if "limit" in str(error):
            raise SourceError("A cell of row {row} is longer than {limit} characters: look for an open quotation mark",
                              row=number + 1, limit=csv.field_size_limit()) from error
        # A formula between bare quotation marks breaks the quoting too: then it is the better reason.
        with suppress(csv.Error):
            _refuse_formulas(next(islice(lax(), number, None), []), number + 1)
        raise SourceError("Row {row} breaks the table: a quotation mark is open or stands in a wrong place",
                          row=number + 1) from error
    if count > limits.rows:
        raise SourceError("The table has more than {limit} rows: cut it into parts", limit=limits.rows)
    return tuple(head), count


def _unquoted(cell: str) -> str:
    literal = LITERAL.fullmatch(cell)
    return literal[1] if literal else cell


def _refuse_formulas(row: Row, number: int) -> None:
    for column, cell in enumerate(row, 1):
        if FORMULA.match(cell) and not LITERAL.fullmatch(cell):
            raise SourceError("Row {row}, column {column} holds a formula: save the values only",
                              row=number, column=column)
