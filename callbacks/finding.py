"""Search by number, street and topic."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State

from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk.found import MEMBERS, SEARCHED, Speech, found, matching
from layouts.desk.glance import Glance, glance_of
from layouts.desk.likeness import slips

SHORTEST = 2


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Add the search field's callback."""

    @app.callback(Output("desk-found", "children"), Input("desk-search", "value"), State("place", "search"),
                  State("place", "pathname"), prevent_initial_call=True)
    async def search(text: str | None, address: str | None, path: str) -> Any:
        if not text or len(text.strip()) < SHORTEST:
            return []
        return await asyncio.to_thread(results, room_of(), text, address if path == "/" else "")


def results(room: Room, text: str, search: str | None) -> list[Any]:
    """Return what a text finds; members narrow what the desk looks at."""
    try:
        glance = glance_of(search)
    except RoomError:
        glance = Glance()
    named = {key: room.members(key) for key in SEARCHED}
    members, rows = {key: matching(text, named[key]) for key in SEARCHED}, room.find(text)
    alike = {} if rows or any(members.values()) else {key: slips(text, named[key], MEMBERS) for key in SEARCHED}
    speech = Speech(room.house.vocabularies().title, room.words, room.house.now(), room.doubts())
    return found(text, (members, alike), rows, glance, speech)
