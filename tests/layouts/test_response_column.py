"""Who looks into a list sees by when the first response is due, and when it was given; files and programs do too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from houses import NOW, ZONE, house, record, tell

from callbacks.listing import rows_of
from dashboard.cli.asking import row_told
from dashboard.domain.moments import moment_at
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.exports.cells import HEADERS, rows
from dashboard.room import Room
from dashboard.web.shapes import row
from layouts.desk.grid import COLUMNS, MORE, grid

HEARD = moment_at(NOW - timedelta(hours=20), ZONE)
TOLD = [record(hours, channel="incident", topic="roads", **given)
        for hours, given in ((2, {}), (30, {}), (40, {"first_response": HEARD}), (50, {"first_response": HEARD}))]
"""By the shipped rule something is to be heard within a day."""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    place = house(tmp_path)
    tell(place, "first.csv", TOLD)
    return Room(place, Viewer("tester", LOCAL))


def listed(room: Room, **request: Any) -> dict[str, str]:
    rows: Any = rows_of(room, "?measure=received", {"endRow": 9, **request}, "/list")["rowData"]
    return {one["external_id"]: one["respond"] for one in rows}


def test_the_list_says_due_or_given_and_marks_what_is_too_late(room: Room) -> None:
    assert listed(room) == {"n2": "до 24.11.2026 10:30", "n30": "▲ до 23.11.2026 06:30",
                            "n40": "дан 22.11.2026 16:30", "n50": "▲ дан 22.11.2026 16:30"}


def test_the_page_that_is_nothing_but_a_list_has_the_column_and_is_sorted_by_it(room: Room) -> None:
    alone, beside = ([column["field"] for column in grid(name, room.words, "1px").columnDefs]
                     for name in ("list", "desk"))
    assert alone == [*beside, "respond"] and len(beside) == len(COLUMNS) and MORE.keys() == {"list"}
    assert [*listed(room, sortModel=[{"colId": "respond", "sort": "asc"}])] == ["n50", "n40", "n30", "n2"]


def test_a_file_and_a_program_are_told_too(room: Room) -> None:
    due, given = (list(HEADERS).index(key) for key in ("respond", "first_response"))
    cells = {one[list(HEADERS).index("external_id")]: one for one in rows(room, "received", Scope(), View())}
    assert f"{cells['n2'][due]:%d.%m %H:%M}" == "24.11 10:30" and cells["n2"][given] is None
    doubts = room.house.terms().doubts
    [slow] = [one for one in room.rows("received", Scope(), View()).rows if one["external_id"] == "n50"]
    for spoken in (row, row_told):
        told = spoken(slow, ZONE, doubts)
        assert told["respond_at"] == "2026-11-22T10:30:00+03:00" and told["respond_source"]
        assert told["first_response_at"] == "2026-11-22T16:30:00+03:00"
