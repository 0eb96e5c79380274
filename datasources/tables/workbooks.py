"""Spreadsheets: XLSX and the legacy XLS, by calamine; looked through for bombs and formulas first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dashboard.errors import SourceError
from datasources.tables.biff import inspect_xls
from datasources.tables.limits import Limits
from datasources.tables.merged import Merged
from datasources.tables.ooxml import inspect_xlsx
from datasources.tables.sheet import Row, Sheet, is_blank, sound


def read_workbook(path: Path, kind: str, limits: Limits) -> Sheet:
    """Return the first visible sheet that is not empty; merged cells all say what the first of them says.

    Raises:
        SourceError: damaged, locked by a password, a bomb, or with formulas.
    """
    (inspect_xlsx if kind == "xlsx" else inspect_xls)(path, limits)
    table = _decoded(lambda: _first_sheet(path))
    height, width = table.total_height, table.total_width
    if width > limits.columns or height * width > limits.cells:
        raise SourceError("The sheet spans {rows} × {columns} cells: save it as CSV", rows=height, columns=width)
    top = (table.start or (0, 0))[0]
    merged = Merged.of(table.merged_cell_ranges or [], table.start or (0, 0), limits)

    def lines() -> Iterator[Row]:
        yield from ([] for _ in range(top))
        yield from merged.fill([text_of(cell) for cell in row] for row in table.iter_rows())

    count = _decoded(lambda: sum(not is_blank(row) for row in lines()))
    return Sheet(kind, tuple(islice(lines(), top + limits.head_rows)), count, lines, name=table.name)


def _first_sheet(path: Path) -> CalamineSheet:
    book = CalamineWorkbook.from_path(path)
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.start is not None:
                return sheet
    raise SourceError("The workbook has no filled sheet")


def _decoded(work: Callable[[], Any]) -> Any:
    """Return what the decoder returns; whatever it dies of becomes a reason."""
    try:
        return work()
    except PasswordError as error:
        raise SourceError("The workbook is locked by a password: save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError("The workbook is damaged: copy or download it again") from error
    except BaseException as error:
        # A panic of the Rust decoder is no Exception; anything else (an interrupt) goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError("The workbook is damaged: copy or download it again") from error


def text_of(cell: object) -> str:
    """Return a cell of a spreadsheet as text: ISO dates, whole numbers without a fraction, true or false."""
    if isinstance(cell, str):
        return cell if "\0" not in cell else sound(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
