"""The administrator's page: accounts and screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard.domain.people import KEEPERS
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk import keeping

RoomOf = Callable[[], Room]
DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "link": ("issue_link", {}), "password": ("renew_password", {}), "close": ("close_account", {"closed": True}),
    "open": ("close_account", {"closed": False}),
}
"""Button → act and its fixed inputs."""
Answer = Any


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the page."""
    _shown(app, room_of)
    _accounts(app, room_of)
    _screens(app, room_of)


def _shown(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("accounts-list", "children"), Output("accounts-screens", "children"),
                  Output("account-blocks", "options"), Input("desk-tick", "n_intervals"),
                  Input("accounts-done", "data"))
    async def shown(_: int | None, __: int | None) -> tuple[Any, Any, Any]:
        return await asyncio.to_thread(lists, room_of())


def lists(room: Room) -> tuple[Any, Any, Any]:
    """Return the accounts, the screens, and the blocks to choose from."""
    words, blocks = room.words, blocks_of(room)
    drawn = keeping.screens(room.screens(), room.house.now(), words, keeper=room.viewer.may(KEEPERS))
    options = [{"value": key, "label": title} for key, title in blocks.items()]
    return keeping.accounts(room.accounts(), blocks, words), drawn, options


def blocks_of(room: Room) -> dict[str, str]:
    """Return block → title of the vocabulary."""
    return {key: member.title for key, member in room.house.vocabularies().members["block"].items()}


def _accounts(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("accounts-said", "children"), Output("accounts-done", "data"),
                  Input({"type": "account-act", "deed": ALL, "login": ALL}, "n_clicks"),
                  State("accounts-done", "data"), State("place", "href"), prevent_initial_call=True)
    async def deed(clicks: list[int | None], done: int | None, href: str) -> Answer:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update
        act, fixed = DEEDS[ctx.triggered_id["deed"]]
        return await asyncio.to_thread(did, room_of(), (act, href, done), login=ctx.triggered_id["login"], **fixed)

    fields = ("login", "name", "position", "role", "blocks", "paper")

    @app.callback(Output("accounts-said", "children", allow_duplicate=True),
                  Output("accounts-done", "data", allow_duplicate=True), Input("account-add", "n_clicks"),
                  *(State(f"account-{key}", "value") for key in fields), State("accounts-done", "data"),
                  State("place", "href"), prevent_initial_call=True)
    async def add(clicks: int | None, *told: Any) -> Answer:
        if not clicks:
            return no_update, no_update
        *values, done, href = told
        inputs = {key: value or "" for key, value in zip(fields, values, strict=True)}
        return await asyncio.to_thread(did, room_of(), ("add_user", href, done), **inputs)


def _screens(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("accounts-said", "children", allow_duplicate=True),
                  Output("accounts-done", "data", allow_duplicate=True), Input("screen-add", "n_clicks"),
                  State("screen-name", "value"), State("screen-scenes", "value"), State("screen-network", "value"),
                  State("accounts-done", "data"), State("place", "href"), prevent_initial_call=True)
    async def add(clicks: int | None, *told: Any) -> Answer:
        if not clicks:
            return no_update, no_update
        name, scenes, network, done, href = told
        return await asyncio.to_thread(did, room_of(), ("add_screen", href, done), name=name or "",
                                       scenes=scenes or "", network=network or "")

    @app.callback(Output("accounts-said", "children", allow_duplicate=True),
                  Output("accounts-done", "data", allow_duplicate=True),
                  Input({"type": "screen-revoke", "name": ALL}, "n_clicks"), State("accounts-done", "data"),
                  State("place", "href"), prevent_initial_call=True)
    async def revoke(clicks: list[int | None], done: int | None, href: str) -> Answer:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update
        return await asyncio.to_thread(did, room_of(), ("revoke_screen", href, done), name=ctx.triggered_id["name"])


def did(room: Room, how: tuple[str, str, int | None], **inputs: Any) -> tuple[str, int]:
    """Do an act (its key, the page's address, how often before); a path becomes an address that can be opened."""
    act, href, done = how
    try:
        told, values = room.do(act, **inputs)
    except RoomError as wrong:
        return room.words.error(wrong), (done or 0) + 1
    if "path" in values:
        values = {**values, "path": "/".join(href.split("/", 3)[:3]) + values["path"]}
    return room.words(told, **values), (done or 0) + 1
