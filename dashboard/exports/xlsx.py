"""A workbook: summary, counts by dimension, and the list; texts are texts, numbers are numbers, days are days."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dashboard.domain.exports import Export, Level
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import TAKERS
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.errors import UsageError
from dashboard.exports.cells import HEADERS, rows
from dashboard.exports.phrases import chosen, mark, moment, period, trust, unnamed
from dashboard.exports.report import SHARES, SPEEDS, TOTALS, Report, Table, report
from dashboard.room import Room

WIDE, NARROW = 46, 16
UNSAID = ("questions", "percent")
"""Units that the number itself shows."""
MOST = 1_048_575
"""Rows that a sheet holds below its header."""


class Book:
    """The workbook being written, its formats and its words."""

    def __init__(self, out: io.BytesIO, room: Room, content: Report) -> None:
        self.room, self.words, self.content = room, room.words, content
        self.book = xlsxwriter.Workbook(out, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        made = content.now.at.replace(tzinfo=None, microsecond=0)
        self.book.set_properties({"created": made, "title": content.town})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.day = self.book.add_format({"num_format": "dd.mm.yyyy"})
        self.instant = self.book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        self.value = self.book.add_format({"num_format": "0.0"})
        self.share = self.book.add_format({"num_format": "0.0%"})

    def sheet(self, title: str, widths: tuple[int, ...]) -> Any:
        """Return a new sheet whose columns are so wide; the last width holds for all that follow."""
        sheet = self.book.add_worksheet(title)
        sheet.set_column(0, 60, widths[-1])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def summary(self) -> None:
        """Write the header of the snapshot and its figures."""
        content, words, scope = self.content, self.words, self.content.scope
        sheet = self.sheet(words("Summary"), (WIDE, NARROW))
        said = [content.town + (f" · {words('DEMO')}" if content.demo else ""), words("Situation snapshot"),
                period(words, scope.since, scope.until), *(f"{t}: {n}" for t, n in chosen(self.room, content)),
                moment(words, content), trust(words, content),
                *filter(None, (mark(words, content), unnamed(words, content)))]
        for line, text in enumerate(said):
            sheet.write_string(line, 0, text, self.head if line == 0 else None)
        start = len(said) + 1
        for line, key in enumerate((*TOTALS, *SHARES, *SPEEDS), start=start):
            self._figure(sheet, line, key)

    def _figure(self, sheet: Any, line: int, key: str) -> None:
        """Write a figure as it is; a share is a part of one that is shown in per cent."""
        words, figure = self.words, self.content.figures[key]
        unit = "" if figure.unit in UNSAID else f", {words(figure.unit)}"
        sheet.write_string(line, 0, words(self.room.house.metrics[key].title) + unit)
        if figure.value is None:
            sheet.write_string(line, 1, words("not enough data"))
        elif figure.unit == "percent":
            sheet.write_number(line, 1, figure.value / 100, self.share)
        else:
            sheet.write_number(line, 1, figure.value, self.value if unit else None)
        if figure.of:
            of = words("{n} of {of}", n=words.number(figure.n), of=words.number(figure.of))
            sheet.write_string(line, 2, of)

    def table(self, table: Table) -> None:
        """Write counts by a dimension."""
        words, dimension = self.words, self.room.dimensions[table.dimension]
        sheet = self.sheet(words(dimension.title_many), (WIDE, NARROW))
        heads = [words(dimension.title), *(words(MEASURES[m].title) for m in table.measures)]
        for column, text in enumerate(heads):
            sheet.write_string(0, column, text, self.head)
        for line, (title, counts) in enumerate(table.rows, start=1):
            sheet.write_string(line, 0, title or words("unknown"))
            for column, n in enumerate(counts, start=1):
                sheet.write_number(line, column, n)

    def list(self, measure: str, scope: Scope, view: View) -> None:
        """Write the rows of a measure."""
        sheet = self.sheet(self.words("List"), (NARROW,))
        for column, title in enumerate(HEADERS.values()):
            sheet.write_string(0, column, self.words(title), self.head)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows(self.room, measure, scope, view), start=1):
            for column, cell in enumerate(row):
                self._cell(sheet, (line, column), cell)

    def _cell(self, sheet: Any, at: tuple[int, int], cell: Any) -> None:
        if isinstance(cell, datetime):
            sheet.write_datetime(*at, cell, self.instant)
        elif isinstance(cell, date):
            sheet.write_datetime(*at, cell, self.day)
        elif isinstance(cell, int | float):
            sheet.write_number(*at, cell)
        elif cell is not None:
            sheet.write_string(*at, cell)


def _write(room: Room, measure: str, scope: Scope, view: View, level: Level) -> bytes:
    listed = level is not Level.PUBLIC
    n = room.count(measure, scope, view)[UNKNOWN] if listed else 0
    if n > MOST:
        raise UsageError("A sheet holds {most} rows, this list has {n}; narrow it, or take CSV", most=MOST, n=n)
    out = io.BytesIO()
    book = Book(out, room, report(room, scope, view, level, whole=True))
    with book.book:
        book.summary()
        for table in book.content.tables:
            book.table(table)
        if listed:
            book.list(measure, scope, view)
    return out.getvalue()


XLSX = Export("xlsx", "Workbook (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", TAKERS,
              _write)
