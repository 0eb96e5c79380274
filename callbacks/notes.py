"""Notes on numbers: read and left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk.notes import noted
from layouts.desk.numbers import NUMBERS

RoomOf = Callable[[], Room]


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the notes' drawer."""
    _open(app, room_of)
    _save(app, room_of)


def _open(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("note-drawer", "hidden"), Output("note-subject", "data"), Output("note-title", "children"),
                  Output("note-list", "children"), Input({"type": "note-open", "subject": ALL}, "n_clicks"),
                  Input("note-close", "n_clicks"), prevent_initial_call=True)
    async def show(clicks: list[int | None], _: int | None) -> Any:
        if ctx.triggered_id == "note-close":
            return True, no_update, no_update, no_update
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update, no_update, no_update
        subject = ctx.triggered_id["subject"]
        return False, subject, title_of(room_of(), subject), await asyncio.to_thread(listed, room_of(), subject)


def _save(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("note-list", "children", allow_duplicate=True), Output("note-text", "value"),
                  Output("note-said", "children"), Input("note-save", "n_clicks"), State("note-subject", "data"),
                  State("note-text", "value"), State("desk-glance", "data"), prevent_initial_call=True)
    async def save(_: int, subject: str | None, text: str | None, search: str | None) -> Any:
        room = room_of()
        try:
            told, values = await asyncio.to_thread(
                lambda: room.do("write_note", subject=subject or "", scope=search or "", text=text or ""))
        except RoomError as wrong:
            return no_update, no_update, room.words.error(wrong)
        return await asyncio.to_thread(listed, room, subject or ""), "", room.words(told, **values)


def title_of(room: Room, subject: str) -> str:
    """Return what a number is called."""
    title = next((number.title for number in NUMBERS if number.metric == subject), subject)
    return room.words("Notes: {title}", title=room.words(title))


def listed(room: Room, subject: str) -> list[Any]:
    """Return the notes on a number."""
    return noted(room.notes(subject), room.words)
