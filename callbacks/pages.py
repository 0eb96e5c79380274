"""Which page stands at an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output

from dashboard.room import Room
from layouts.shell import page_at


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Mount the page of the address into the shell."""

    @app.callback(Output("page", "children"), Input("place", "pathname"))
    async def page(path: str | None) -> Any:
        room = room_of()
        return page_at(path or "/", room.viewer, room.words)
