"""What the pages of rules and calendar share: how far terms have followed, the whole as YAML, the versions."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks.seeing import guard, shown
from dashboard.domain.people import RULES
from dashboard.errors import RoomError
from dashboard.lawbook import LAWS, as_yaml, read
from dashboard.room import Room
from layouts.desk import law
from layouts.desk.roster import difference

RoomOf = Callable[[], Room]
LARGEST = 1 << 20


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks, the same for both pages."""
    for kind in LAWS:
        _shown(app, room_of, kind)
        _whole(app, room_of, kind)
        _files(app, room_of, kind)


def _shown(app: Dash, room_of: RoomOf, kind: str) -> None:
    @app.callback(Output(f"{kind}-status", "children"), Input(f"{kind}-poll", "n_intervals"))
    async def status(_: int | None) -> Any:
        room = room_of()
        return law.followed(*await asyncio.to_thread(room.recount), room.words)

    @app.callback(Output(f"{kind}-text", "value"), Output(f"{kind}-based", "data"),
                  Output(f"{kind}-versions", "children"), Output(f"{kind}-editor", "hidden"),
                  Output(f"{kind}-whole-editor", "hidden"),
                  Output(f"{kind}-bring", "hidden"), Input(f"{kind}-done", "data"))
    async def whole(_: int | None) -> Any:
        return await asyncio.to_thread(opened, room_of(), kind)


def opened(room: Room, kind: str) -> tuple[Any, ...]:
    """Return the text that holds, its version, all versions, and whether editing is hidden, thrice."""
    found = room.editions(kind)
    shut = not room.viewer.may(RULES)
    return as_yaml(room.law(kind)), found[0].number, law.editions(found, room.words), shut, shut, shut


def _whole(app: Dash, room_of: RoomOf, kind: str) -> None:
    guard(app, f"{kind}-whole", [(f"{kind}-text", "value"), (f"{kind}-done", "data")])

    @app.callback(Output(f"{kind}-whole-diff", "children"), Output(f"{kind}-whole-seen", "data"),
                  Input(f"{kind}-whole-compare", "n_clicks"), State(f"{kind}-text", "value"),
                  State(f"{kind}-done", "data"), prevent_initial_call=True)
    async def compare(clicks: int | None, text: str | None, done: int | None) -> Any:
        if not clicks:
            return no_update, no_update
        return shown(await asyncio.to_thread(compared, room_of(), kind, text or ""), (text, done))

    @app.callback(Output(f"{kind}-said", "children"), Output(f"{kind}-done", "data"),
                  Input(f"{kind}-whole-keep", "n_clicks"), State(f"{kind}-text", "value"),
                  State(f"{kind}-whole-reason", "value"), State(f"{kind}-based", "data"), State(f"{kind}-done", "data"),
                  prevent_initial_call=True)
    async def keep(clicks: int | None, text: str | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        reason, based, done = told
        inputs = {"text": text or "", "reason": reason or "", "based_on": based or 0}
        return await asyncio.to_thread(kept, room_of(), f"edit_{kind}", inputs, done)


def compared(room: Room, kind: str, text: str) -> Any:
    """Return how a text differs from what holds, or what is wrong with it."""
    try:
        body = read(text)
        return difference(*room.proposed(kind, lambda _: body), room.words)
    except RoomError as wrong:
        return room.words.error(wrong)


def kept(room: Room, act: str, inputs: dict[str, Any], done: int | None) -> tuple[Any, Any]:
    """Do an act and return (what the person is told, what makes the page read anew)."""
    try:
        told, values = room.do(act, **inputs)
    except RoomError as wrong:
        return room.words.error(wrong), no_update
    return room.words(told, **values), (done or 0) + 1


def _files(app: Dash, room_of: RoomOf, kind: str) -> None:
    @app.callback(Output(f"{kind}-download", "data"), Input(f"{kind}-take", "n_clicks"), prevent_initial_call=True)
    async def take(clicks: int | None) -> Any:
        if not clicks:
            return no_update
        return {"content": await asyncio.to_thread(room_of().law_taken, kind), "filename": f"{kind}.yaml",
                "type": "application/yaml"}

    @app.callback(Output(f"{kind}-text", "value", allow_duplicate=True),
                  Output(f"{kind}-said", "children", allow_duplicate=True), Input(f"{kind}-upload", "contents"),
                  prevent_initial_call=True)
    async def bring(contents: str | None) -> Any:
        if not contents:
            return no_update, no_update
        return brought(room_of(), contents)


def brought(room: Room, contents: str) -> tuple[Any, str]:
    """Return the text of a file that a person brought (as the browser tells it), and what is to be done with it."""
    try:
        packed = contents.partition(",")[2]
        if len(packed) > LARGEST:
            raise ValueError
        return base64.b64decode(packed, validate=True).decode("utf-8"), room.words(
            "The file is read. See what changes, then keep it.")
    except ValueError:
        return no_update, room.words("The file is no text in UTF-8")
