"""A workbook: summary, counts by dimension, and the list; texts are texts, numbers are numbers."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from dashboard.domain.measures import MEASURES
from dashboard.domain.exports import Export
from dashboard.domain.people import STAFF
from dashboard.domain.scope import Scope, View
from dashboard.exports.cells import HEADERS, rows
from dashboard.exports.report import Report, Table, report
from dashboard.room import Room

WIDE, NARROW = 34, 16


def _write(room: Room, measure: str, scope: Scope, view: View) -> bytes:
    out = io.BytesIO()
    content = report(room, scope, view)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": content.at.replace(tzinfo=None), "title": content.town})
        head = book.add_format({"bold": True, "bottom": 1})
        _summary(book, room, content, head)
        for table in content.tables:
            _table(book, room, table, head)
        _list(book, room, (measure, scope, view), head)
    return out.getvalue()


def _summary(book: Any, room: Room, content: Report, head: Any) -> None:
    words = room.words
    sheet = book.add_worksheet(words("Summary"))
    sheet.set_column(0, 0, WIDE)
    sheet.write_string(0, 0, content.town + (f" · {words('DEMO')}" if content.demo else ""), head)
    sheet.write_string(1, 0, words("As of {moment}", moment=f"{words.day(content.on)} {words.clock(content.at)}"))
    sheet.write_string(2, 0, " · ".join(content.scope_words))
    line = 4
    for key, n in content.totals.items():
        sheet.write_string(line, 0, words(MEASURES[key].title))
        sheet.write_number(line, 1, n)
        line += 1
    for key, value, n, of in content.shares:
        sheet.write_string(line, 0, words(room.house.metrics[key].title) + ", %")
        if value is None:
            sheet.write_string(line, 1, words("not enough data"))
        else:
            sheet.write_number(line, 1, value)
        sheet.write_string(line, 2, f"{n} / {of}")
        line += 1


def _table(book: Any, room: Room, table: Table, head: Any) -> None:
    words = room.words
    sheet = book.add_worksheet(words(room.dimensions[table.dimension].title_many))
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(table.measures), NARROW)
    sheet.write_row(0, 0, [words(room.dimensions[table.dimension].title)]
                    + [words(MEASURES[m].title) for m in table.measures], head)
    for line, (title, counts) in enumerate(table.rows, start=1):
        sheet.write_string(line, 0, title or words("unknown"))
        sheet.write_row(line, 1, counts)


def _list(book: Any, room: Room, what: tuple[str, Scope, View], head: Any) -> None:
    sheet = book.add_worksheet(room.words("List"))
    sheet.set_column(0, len(HEADERS), NARROW)
    sheet.write_row(0, 0, [room.words(title) for title in HEADERS.values()], head)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows(room, *what), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(line, column, cell)
            elif cell is not None:
                sheet.write_string(line, column, cell)


XLSX = Export("xlsx", "Workbook (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", STAFF,
              _write)
