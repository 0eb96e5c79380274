"""One door for every format: the content decides what it is, the name only helps with text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dashboard.errors import SourceError
from datasources.tables.delimited import read_csv
from datasources.tables.limits import Limits
from datasources.tables.objects import read_json
from datasources.tables.sheet import Sheet
from datasources.tables.unpacking import PROBE, Opened, unpack
from datasources.tables.workbooks import read_workbook

JSON_SUFFIXES = (".json", ".jsonl", ".ndjson", ".geojson")
LEAST_COLUMNS = 2


def read(path: Path, limits: Limits | None = None) -> Sheet:
    """Return the table of a file, decoded and checked whole; close it after use.

    Formats: CSV (`;` `,` tab `|`; UTF-8, UTF-8 with BOM, Windows-1251), XLSX, XLS, JSON, JSON lines, each also gzipped.

    Raises:
        SourceError: the file is broken, hostile, or holds no table; the reason names the cure.
    """
    limits = limits or Limits()
    opened = unpack(path, limits)
    try:
        sheet = _decoded(opened, limits)
        _refuse_tableless(sheet)
    except BaseException:
        for close in opened.closers:
            close()
        raise
    return replace(sheet, closers=opened.closers)


def _decoded(opened: Opened, limits: Limits) -> Sheet:
    if opened.kind != "text":
        return read_workbook(opened.path, opened.kind, limits)
    with opened.path.open("rb") as file:
        begins = file.read(PROBE).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if opened.suffix in JSON_SUFFIXES or begins in (b"[", b"{"):
        return read_json(opened.path, opened.suffix, limits)
    return read_csv(opened.path, limits)


def _refuse_tableless(sheet: Sheet) -> None:
    if sheet.count == 0:
        raise SourceError("The file is empty")
    if all(sum(bool(cell.strip()) for cell in row) < LEAST_COLUMNS for row in sheet.head):
        raise SourceError("No header found in the first {rows} rows", rows=len(sheet.head))
    if sheet.count == 1:
        raise SourceError("There is only a header and not one row below it")
