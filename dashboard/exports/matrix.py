"""The matrix of terms as CSV for a spreadsheet: a line for every department and channel, and the totals."""

from __future__ import annotations

import csv
import io

from dashboard.domain.exports import Export, Level
from dashboard.domain.formulas import harmless
from dashboard.domain.people import SNAPSHOTS
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.term_matrix import Cell
from dashboard.room import Room

HEADERS = ("Department", "Channel", "On time of those with a term", "With a term", "Late of those with a term",
           "Share on time, %")


def _write(room: Room, _measure: str, scope: Scope, view: View, level: Level) -> bytes:
    if level is Level.PUBLIC:
        raise UsageError("A public snapshot has no list of cases; take pdf, png or xlsx")
    matrix, words, title = room.matrix(scope, view), room.words, room.house.vocabularies().title
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([words(said) for said in HEADERS])
    every = words("In all")
    for department in matrix.departments:
        named = harmless(title("department", department) if department else words("not stated"))
        for channel in (c for c in matrix.channels if (department, c) in matrix.cells):
            via = harmless(title("channel", channel) if channel else words("not stated"))
            writer.writerow([named, via, *_numbers(room, matrix.cells[department, channel])])
        writer.writerow([named, every, *_numbers(room, matrix.rows[department])])
    writer.writerow([every, every, *_numbers(room, matrix.whole)])
    return out.getvalue().encode("utf-8-sig")


def _numbers(room: Room, cell: Cell) -> list[object]:
    """Return on time, with a term, late, and the share where there is enough to judge by."""
    share = cell.share
    said = "" if share.value is None else room.words.number(share.value, 1)
    return [share.n, share.of or 0, cell.n_late, said]


MATRIX = Export("matrix.csv", "Terms by channel as CSV", "text/csv; charset=utf-8", SNAPSHOTS, _write)
