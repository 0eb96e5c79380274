"""The matrix of terms: it stands still at a moment like the desk, and looks at 28 days unless asked otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, no_update

from callbacks.looking import today_of
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk.frame import snapshots
from layouts.desk.glance import glance_of
from layouts.desk.matrix import Matrix, choices
from layouts.desk.states import refused
from layouts.still import still


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Add the callback of the page."""

    @app.callback(Output("matrix-choices", "children"), Output("matrix-table", "children"),
                  Output("matrix-snapshot", "children"), Input("matrix-glance", "data"))
    async def table(search: str | None) -> tuple[Any, ...]:
        if search is None:
            return (no_update,) * 3
        periods, matrix, files = await asyncio.to_thread(drawn, room_of(), search)
        return periods, still(matrix), files


def drawn(room: Room, search: str) -> tuple[Any, ...]:
    """Return the periods, the matrix and the links of snapshots for an address."""
    words = room.words
    try:
        glance = glance_of(search)
        matrix = room.matrix(glance.scope, glance.view)
    except RoomError as wrong:
        return [], refused(words.error(wrong), words), no_update
    table = Matrix(matrix, glance, room.house.vocabularies().title, words).draw()
    return (choices(glance, today_of(room, glance.view), room.town.week_of, words), table,
            snapshots(glance.search, words))
