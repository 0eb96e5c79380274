"""The desk's callbacks: the address is the state, everything else follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.desk_drawing import desk, news_of, settled
from callbacks.listing import heading_of, rows_of
from dashboard.domain.people import SNAPSHOTS, STAFF, TAKERS
from dashboard.errors import RoomError
from dashboard.registry import discover
from dashboard.room import Room
from layouts.desk.frame import snapshots, strip, town_name
from layouts.desk.glance import glance_of
from layouts.desk.moment import chip, moment
from layouts.desk.nav import account, places
from layouts.desk.path import crumbs
from layouts.pages.desk import PANELS
from layouts.screens import Panel
from layouts.shell import pages
from layouts.still import still

RoomOf = Callable[[], Room]
CHILDREN = ("trail", "periods", "compare", "filters", "counters", "sentences", "numbers", "snapshot", "state")
STILL = ("filters", "sentences")


LISTING = (("desk", "/"), ("list", "/list"))
"""Pages with a list, and their addresses."""
STANDING = (*LISTING, ("matrix", "/matrix"))
"""Pages that stand still at a moment."""


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the desk and of the lists."""
    for page, path in STANDING:
        _settle(app, room_of, page, path)
    for page, path in LISTING:
        _rows(app, room_of, page, path)
    _head(app, room_of)
    _desk(app, room_of)
    _list(app, room_of)


def _settle(app: Dash, room_of: RoomOf, page: str, path: str) -> None:
    live: Any = app.clientside_callback

    @app.callback(Output(f"{page}-glance", "data"), Input(f"{page}-address", "search"), State(f"{page}-glance", "data"))
    async def settle(search: str | None, former: str | None) -> Any:
        try:
            found = await asyncio.to_thread(settled, room_of(), search, path)
        except RoomError:
            found = search or ""
        return no_update if found == former else found

    live(ClientsideFunction("desk", "settle"), Input(f"{page}-glance", "data"))

    @app.callback(Output(f"{page}-moment", "children"), Input(f"{page}-clock", "n_intervals"),
                  Input(f"{page}-glance", "data"))
    async def standing(_: int | None, search: str | None) -> Any:
        return no_update if search is None else await asyncio.to_thread(moment_of, room_of(), search)


def _desk(app: Dash, room_of: RoomOf) -> None:
    live: Any = app.clientside_callback
    live(ClientsideFunction("desk", "narrow"), Output("desk-address", "search", allow_duplicate=True),
         Input({"type": "desk-figure", "key": ALL}, "clickData"), prevent_initial_call=True)

    @app.callback(Output("desk-address", "search", allow_duplicate=True), Output("desk-days-said", "children"),
                  Input("desk-days", "n_clicks"), Input("desk-since", "n_submit"), Input("desk-until", "n_submit"),
                  State("desk-since", "value"), State("desk-until", "value"), State("desk-glance", "data"),
                  prevent_initial_call=True)
    async def days(*said: Any) -> tuple[Any, str]:
        return by_hand(room_of(), said[3], said[4], said[5])

    panels, slots = discover("layouts.panels", Panel), desk_slots()

    @app.callback(output=slots, inputs=[Input("desk-glance", "data")])
    async def draw(search: str | None) -> dict[str, Any]:
        if search is None:
            return dict.fromkeys(slots, no_update)
        found = await asyncio.to_thread(desk, room_of(), search, panels)
        return found | {slot: still(found[slot]) for slot in STILL if found[slot] is not no_update}


def desk_slots() -> dict[str, Output]:
    """Return name → place on the page of everything that a glance draws."""
    slots = {key: Output(f"desk-{key}", "children") for key in CHILDREN}
    slots |= {"list_head": Output("desk-list-head", "children"), "content": Output("desk-content", "className")}
    slots |= {f"words:{key}": Output({"type": "desk-words", "key": key}, "children") for key, _ in PANELS}
    slots |= {f"size:{key}": Output({"type": "desk-figure", "key": key}, "style") for key, _ in PANELS}
    return slots | {f"figure:{key}": Output({"type": "desk-figure", "key": key}, "figure") for key, _ in PANELS}


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
    return replace(glance, scope=glance.scope.during(*ends)).search, ""


def _head(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("desk-town", "children"), Output("desk-strip", "children"), Input("desk-tick", "n_intervals"))
    async def head(_: int | None) -> tuple[Any, Any]:
        return await asyncio.to_thread(head_of, room_of())

    @app.callback(Output("desk-nav", "children"), Output("desk-account", "children"),
                  Output("desk-snapshots", "hidden"), Output("desk-snapshots", "className"),
                  Output("desk-search-box", "hidden"), Input("desk-nav", "id"), State("place", "pathname"))
    async def nav(_: str, path: str | None) -> tuple[Any, Any, bool, str, bool]:
        room = room_of()
        look = "desk-menu" if room.viewer.may(SNAPSHOTS) else "desk-menu desk-public-only"
        return (places(room.viewer, path or "/", pages(), room.words), account(room.viewer, room.words),
                not room.viewer.may(TAKERS), look, not room.viewer.may(STAFF))


def head_of(room: Room) -> tuple[Any, Any]:
    """Return the town's name and the signs of its sources."""
    return town_name(room.town.name, room.words, demo=room.house.demo), strip(room.health(), room.words)


def moment_of(room: Room, search: str) -> list[Any]:
    """Return the moment at which a page stands, with the quiet offer to move on."""
    try:
        glance = glance_of(search)
    except RoomError:
        return []
    news, newer = news_of(room, glance)
    today = room.words.day(room.house.moments().on)
    return [*moment(glance.view, today, room.words), *chip(news, newer, room.words)]


def _rows(app: Dash, room_of: RoomOf, page: str, path: str) -> None:
    live: Any = app.clientside_callback

    @app.callback(Output(f"{page}-grid", "getRowsResponse"), Input(f"{page}-grid", "getRowsRequest"),
                  State(f"{page}-glance", "data"), prevent_initial_call=True)
    async def rows(request: dict[str, Any] | None, search: str | None) -> Any:
        if request is None or search is None:
            return no_update
        return await asyncio.to_thread(rows_of, room_of(), search, request, path)

    live(ClientsideFunction("desk", "purge"), Input(f"{page}-glance", "data"), State(f"{page}-grid", "id"))


def _list(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("list-head", "children"), Output("list-state", "children"),
                  Output("list-snapshot", "children"), Output("list-trail", "children"), Input("list-glance", "data"))
    async def heading(search: str | None) -> tuple[Any, ...]:
        if search is None:
            return (no_update,) * 4
        words = room_of().words
        head = await asyncio.to_thread(heading_of, room_of(), search)
        return *head, snapshots(search, words), crumbs(words("List"), words, f"/{search}")
