"""Rows of a list as people's cells, harmless to spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from dashboard.domain.doubts import Doubts
from dashboard.domain.formulas import harmless
from dashboard.domain.moments import day_of, instant_of
from dashboard.domain.scope import Scope, View
from dashboard.domain.waiting import clocks_of_row
from dashboard.room import Room
from dashboard.words import Words

HEADERS: Mapping[str, str] = {
    "source": "Source", "external_id": "Number", "question": "Question no.", "channel": "Channel", "topic": "Topic",
    "block": "Block", "department": "Department", "district": "District", "street": "Street", "house": "House",
    "status": "Status", "outcome": "Outcome", "received": "Received on", "due": "Due on",
    "provisional": "Provisional term", "unconfirmed": "Rule of the term", "closed": "Closed on", "rating": "Rating",
    "deferred_to": "Promised by", "respond": "First response due", "first_response": "First response given",
    "left": "Days to the term", "late": "Days overdue", "waited": "Days of waiting",
}

SPOKEN = ("source", "channel", "topic", "block", "department", "status", "outcome")
MOMENTS = ("received", "due", "closed", "deferred_to", "respond", "first_response")
PORTION = 5_000


def rows(room: Room, measure: str, scope: Scope, view: View) -> Iterator[list[Any]]:
    """Yield the cells of every question that the measure counts, in the order of HEADERS."""
    titles, doubts = room.house.vocabularies().title, room.house.terms().doubts
    offset, total = 0, 1
    while offset < total:
        page = room.rows(measure, scope, view, (offset, PORTION))
        total, offset = page.total, offset + PORTION
        for row in page.rows:
            told = {**row, **clocks(room, row, view), **_doubted(row, doubts, room.words)}
            yield [_cell(room, told, key, titles(key, row[key] or "") if key in SPOKEN else None) for key in HEADERS]


def _doubted(row: Mapping[str, Any], doubts: Doubts, words: Words) -> dict[str, str | None]:
    """Return a word for each doubt about the term: days beyond the decreed calendar, a rule that nobody confirmed."""
    term = row["due_on"], row["due_source"]
    return {"provisional": words("provisional") if doubts.provisional(*term) else None,
            "unconfirmed": words("not confirmed") if doubts.unconfirmed(*term) else None}


def clocks(room: Room, row: Mapping[str, Any], view: View) -> dict[str, Any]:
    """Return both clocks of a row in days: what the law still gives or since when it is over, and the citizen's."""
    both = clocks_of_row(row, view.as_of or room.house.now(), room.town.tz)
    days, late = both.left or (None, False)
    return {"left": None if late else days, "late": abs(days) if late and days is not None else None,
            "waited": None if both.waited is None else round(both.waited, 1)}


def _cell(room: Room, row: Mapping[str, Any], key: str, spoken: str | None) -> Any:
    """Return a cell: a title, a number, a day, or an instant as the town's clocks showed it."""
    if spoken is not None:
        return spoken
    if key not in MOMENTS:
        return row[key]
    if row[f"{key}_on"] is None:
        return None
    at = row[f"{key}_at"]
    return day_of(row[f"{key}_on"]) if at is None else instant_of(at).astimezone(room.town.tz).replace(tzinfo=None)


def said(words: Words, cell: Any) -> Any:
    """Return a cell as text: moments as people write them; numbers stay numbers."""
    if isinstance(cell, datetime):
        return f"{words.day(cell)} {cell:%H:%M}"
    return words.day(cell) if isinstance(cell, date) else harmless(cell)
