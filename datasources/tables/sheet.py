"""A table of text cells that can be read as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

Row = list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One decoded and checked table. Use it as a context manager: it may hold a temporary file.

    Attributes:
        kind: `csv`, `xlsx`, `xls`, `json` or `jsonl`.
        name: of the sheet in a workbook, else "".
        head: the first rows, in which the header is looked for; blank rows are empty.
        count: number of rows that are not blank, header and titles included.
        first: number of the first row as people count them: 1, or 0 where the header is no row of the file (JSON).
        lines: gives all rows from the first, as often as it is called; a cell is text as the source
            wrote it, dates of spreadsheets are ISO, whole numbers have no fraction.
        closers: what to call at the end.
    """

    kind: str
    head: tuple[Row, ...]
    count: int
    lines: Callable[[], Iterator[Row]]
    name: str = ""
    first: int = 1
    closers: tuple[Callable[[], None], ...] = field(default=(), repr=False)

    def close(self) -> None:
        """Give back the temporary file, if there is one."""
        for close in self.closers:
            close()

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def is_blank(row: Row) -> bool:
    """Return whether a row says nothing."""
    return not any(cell and not cell.isspace() for cell in row)


def sound(text: str) -> str:
    """Return the text without what no store can hold: zero characters, and halves of characters that JSON may name."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
