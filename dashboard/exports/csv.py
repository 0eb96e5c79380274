"""The list as CSV for a spreadsheet: semicolons, a byte-order mark, no formulas."""

from __future__ import annotations

import csv
import io

from dashboard.domain.exports import Export, Level
from dashboard.domain.people import SNAPSHOTS
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.exports.cells import HEADERS, rows, said
from dashboard.room import Room


def _write(room: Room, measure: str, scope: Scope, view: View, level: Level) -> bytes:
    if level is Level.PUBLIC:
        raise UsageError("A public snapshot has no list of cases; take pdf, png or xlsx")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([room.words(title) for title in HEADERS.values()])
    writer.writerows([said(room.words, cell) for cell in row] for row in rows(room, measure, scope, view))
    return out.getvalue().encode("utf-8-sig")


CSV = Export("csv", "List as CSV", "text/csv; charset=utf-8", SNAPSHOTS, _write)
