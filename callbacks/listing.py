"""The rows of a list as the grid wants them; blocking, to be called in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.domain.clusters import Cluster
from dashboard.domain.moments import moment_at
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import RoomError, UsageError
from dashboard.room import Room
from layouts.desk.glance import Glance, glance_of
from layouts.desk.grid import STORED, Lines, order_of, page_of
from layouts.desk.heading import list_head, scope_words
from layouts.desk.states import defined, refused

Rows = Mapping[str, Any]
WHOLE = 10_000
"""A heap is never larger: it is found among the cases of 28 days."""


def rows_of(room: Room, search: str, request: Mapping[str, Any], path: str = "/") -> Rows:
    """Return {rowData, rowCount} of the page that the grid asks for; nothing when the address cannot be read.

    Args:
        room: that answers.
        search: what the list looks at.
        request: the grid's.
        path: the page on which the list stands; each appeal knows the way back to it.
    """
    try:
        glance = glance_of(search)
        total, rows = _rows(room, glance, request)
    except RoomError:
        return {"rowData": [], "rowCount": 0}
    at = moment_at(glance.view.as_of or room.house.now(), room.town.tz)
    lines = Lines(room.words, room.house.vocabularies().title, at, f"{path}{search}",
                  room.doubts())
    return {"rowData": [lines.line(row) for row in rows], "rowCount": total}


def _rows(room: Room, glance: Glance, request: Mapping[str, Any]) -> tuple[int, Sequence[Rows]]:
    offset, limit = page_of(request)
    if glance.cluster:
        found = heap_rows(room, glance)
        return len(found), found[offset:offset + limit]
    page = room.rows(glance.measure, glance.scope, glance.view, (offset, limit), order_of(request), STORED)
    return page.total, page.rows


def heap(room: Room, glance: Glance) -> Cluster:
    """Return the heap that a glance names.

    Raises:
        UsageError: there is none any more.
    """
    for cluster in room.clusters(Scope(), glance.view):
        if cluster.id == glance.cluster:
            return cluster
    raise UsageError("This heap of questions is no longer there")


def heap_rows(room: Room, glance: Glance) -> list[Rows]:
    """Return the rows of a heap, newest first."""
    found = heap(room, glance)
    around = Scope(found.since_on, found.until_on)
    page = room.rows("received", around, glance.view, (0, WHOLE), (("received", True),))
    members = frozenset(found.members)
    return [row for row in page.rows if row["id"] in members]


def heading_of(room: Room, search: str) -> tuple[Any, Any]:
    """Return (head of the list, what is said instead of it)."""
    words = room.words
    try:
        glance = glance_of(search)
        total = len(heap_rows(room, glance)) if glance.cluster else room.count(
            glance.measure, glance.scope, glance.view)[UNKNOWN]
    except RoomError as wrong:
        return [], refused(words.error(wrong), words)
    title = room.house.vocabularies().title
    if not room.viewer.may_list(glance.scope.members.get("block", frozenset())):
        return [], defined(room.measures[glance.measure], total, words)
    return list_head(glance, total, scope_words(glance, dict(room.dimensions), title, words), words), []
