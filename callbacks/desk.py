"""The desk's callbacks: the address is the state, everything else follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.desk_drawing import desk, news_of, settled
from callbacks.listing import heading_of, rows_of
from dashboard.errors import RoomError
from dashboard.registry import discover
from dashboard.room import Room
from layouts.desk.frame import strip, town_name
from layouts.desk.glance import Glance, glance_of
from layouts.desk.moment import chip, moment
from layouts.pages.desk import PANELS
from layouts.screens import Panel

RoomOf = Callable[[], Room]
CHILDREN = ("trail", "periods", "compare", "filters", "sentences", "numbers", "snapshot", "state")


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the desk's pages."""
    _address(app, room_of)
    _desk(app, room_of)
    _head(app, room_of)
    _list(app, room_of)


def _address(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("desk-glance", "data"), Input("desk-address", "search"), State("desk-address", "pathname"))
    async def settle(search: str | None, path: str) -> str:
        try:
            return await asyncio.to_thread(settled, room_of(), search, path)
        except RoomError:
            return search or ""

    app.clientside_callback(ClientsideFunction("desk", "settle"), Input("desk-glance", "data"),
                            State("desk-address", "pathname"))
    app.clientside_callback(
        ClientsideFunction("desk", "narrow"), Output("desk-address", "search", allow_duplicate=True),
        Input({"type": "desk-figure", "key": ALL}, "clickData"), prevent_initial_call=True)

    @app.callback(Output("desk-address", "search", allow_duplicate=True), Output("desk-days-said", "children"),
                  Input("desk-days", "n_clicks"), Input("desk-since", "n_submit"), Input("desk-until", "n_submit"),
                  State("desk-since", "value"), State("desk-until", "value"), State("desk-glance", "data"),
                  prevent_initial_call=True)
    async def days(*said: Any) -> tuple[Any, str]:
        return by_hand(room_of(), said[3], said[4], said[5])


def by_hand(room: Room, since: str | None, until: str | None, search: str) -> tuple[Any, str]:
    """Return (address of the period typed by hand, "") or (no update, what is wrong with it)."""
    try:
        ends = [datetime.strptime(text.strip(), "%d.%m.%Y").date() if text and text.strip() else None  # noqa: DTZ007
                for text in (since, until)]
    except ValueError:
        return no_update, room.words("Write the day as 24.11.2026")
    if ends[0] and ends[1] and ends[0] > ends[1]:
        return no_update, room.words("The first day is later than the last")
    glance = glance_of(search)
    return Glance(glance.scope.during(*ends), glance.view, glance.measure, glance.compare).search, ""


def _desk(app: Dash, room_of: RoomOf) -> None:
    panels = discover("layouts.panels", Panel)
    slots = {key: Output(f"desk-{key}", "children") for key in CHILDREN}
    slots |= {"list_head": Output("desk-list-head", "children"), "content": Output("desk-content", "className")}
    slots |= {f"words:{key}": Output({"type": "desk-words", "key": key}, "children") for key, _ in PANELS}
    slots |= {f"figure:{key}": Output({"type": "desk-figure", "key": key}, "figure") for key, _ in PANELS}

    @app.callback(output=slots, inputs=[Input("desk-glance", "data"), Input("desk-periods", "id")])
    async def draw(search: str | None, _: str) -> dict[str, Any]:
        if search is None:
            return dict.fromkeys(slots, no_update)
        return await asyncio.to_thread(desk, room_of(), search, panels)


def _head(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("desk-town", "children"), Output("desk-strip", "children"), Output("desk-moment", "children"),
                  Input("desk-tick", "n_intervals"), Input("desk-glance", "data"))
    async def head(_: int | None, search: str | None) -> tuple[Any, Any, Any]:
        return await asyncio.to_thread(head_of, room_of(), search)


def head_of(room: Room, search: str | None) -> tuple[Any, Any, Any]:
    """Return (town, signs of the sources, the moment with the quiet offer to move on)."""
    words = room.words
    try:
        glance = glance_of(search)
    except RoomError:
        glance = Glance()
    news, newer = news_of(room, glance)
    today = words.day(room.house.moments().on)
    return (town_name(room.town.name, words, demo=room.house.demo), strip(room.health(), words),
            [*moment(glance.view, today, words), *chip(news, newer, words)])


def _list(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("desk-grid", "getRowsResponse"), Input("desk-grid", "getRowsRequest"),
                  State("desk-glance", "data"), prevent_initial_call=True)
    async def rows(request: dict[str, Any] | None, search: str | None) -> Any:
        if request is None:
            return no_update
        return await asyncio.to_thread(rows_of, room_of(), search or "", request)

    app.clientside_callback(ClientsideFunction("desk", "purge"), Input("desk-glance", "data"), Input("desk-grid", "id"))

    @app.callback(Output("desk-list-head", "children", allow_duplicate=True),
                  Output("desk-state", "children", allow_duplicate=True), Input("desk-glance", "data"),
                  State("desk-address", "pathname"), prevent_initial_call=True)
    async def heading(search: str | None, path: str) -> tuple[Any, Any]:
        if path != "/list" or search is None:
            return no_update, no_update
        return await asyncio.to_thread(heading_of, room_of(), search)
