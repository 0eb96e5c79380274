"""The roster's page: read, compared, kept as a new version."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import yaml
from dash import Dash, Input, Output, State, no_update

from callbacks.accounts import blocks_of
from callbacks.seeing import guard
from callbacks.seeing import shown as seen
from dashboard.domain.people import ROSTER
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk import roster as drawn

RoomOf = Callable[[], Room]


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the page."""
    @app.callback(Output("roster-today", "children"), Output("roster-rows", "children"), Output("roster-text", "value"),
                  Input("roster-done", "data"))
    async def shown(_: int | None) -> tuple[Any, Any, str]:
        return await asyncio.to_thread(tables, room_of())

    guard(app, "roster", [("roster-text", "value"), ("roster-done", "data")])

    @app.callback(Output("roster-diff", "children"), Output("roster-seen", "data"), Input("roster-compare", "n_clicks"),
                  State("roster-text", "value"), State("roster-done", "data"), prevent_initial_call=True)
    async def compare(clicks: int | None, text: str | None, done: int | None) -> Any:
        if not clicks:
            return no_update, no_update
        room = room_of()
        return seen(drawn.difference(await asyncio.to_thread(as_yaml, room), text or "", room.words), (text, done))

    @app.callback(Output("roster-said", "children"), Output("roster-done", "data"), Input("roster-keep", "n_clicks"),
                  State("roster-text", "value"), State("roster-reason", "value"), State("roster-done", "data"),
                  prevent_initial_call=True)
    async def keep(clicks: int | None, text: str | None, reason: str | None, done: int | None) -> Any:
        if not clicks:
            return no_update, no_update
        room = room_of()
        try:
            told, values = await asyncio.to_thread(
                lambda: room.do("edit_roster", text=text or "", reason=reason or ""))
        except RoomError as wrong:
            return room.words.error(wrong), no_update
        return room.words(told, **values), (done or 0) + 1


def tables(room: Room) -> tuple[Any, Any, str]:
    """Return who answers today, every appointment, and the roster's text."""
    blocks, on, held = blocks_of(room), room.house.moments().on, room.roster()
    return (drawn.today(held, blocks, on, room.words), drawn.appointments(held, blocks, on, room.words),
            as_yaml(room) if room.viewer.may(ROSTER) else "")


def as_yaml(room: Room) -> str:
    """Return the roster as its file has it."""
    return yaml.safe_dump(room.roster_body(), allow_unicode=True, sort_keys=False)
