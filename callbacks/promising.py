"""A day promised to a citizen, on the page of the appeal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks.case import key_of
from dashboard.errors import RoomError
from dashboard.room import Room


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Add the callback of the act."""

    @app.callback(Output("case-done", "data", allow_duplicate=True), Output("case-promise-said", "children"),
                  Input("case-promise", "n_clicks"), State("case-promise-day", "value"),
                  State("case-promise-what", "value"), State("case-promise-why", "value"),
                  State("case-address", "search"), State("case-done", "data"), prevent_initial_call=True)
    async def promise(clicks: int | None, *said: Any) -> Any:
        if not clicks:
            return no_update, no_update
        return await asyncio.to_thread(promised, room_of(), said[3], said[:3], said[4])


def promised(room: Room, search: str | None, said: tuple[Any, ...], done: int | None) -> tuple[Any, Any]:
    """Promise a day and return (what makes the sheet read anew, what the person is told)."""
    day, what, why = (str(text or "") for text in said)
    try:
        on = datetime.strptime(day.strip(), "%d.%m.%Y").date()  # noqa: DTZ007
    except ValueError:
        return no_update, room.words("Write the day as 24.11.2026")
    try:
        number = room.case(*key_of(search), texts=False).id
        told, values = room.do("promise", question=number, day=on, what=what, reason=why)
    except RoomError as wrong:
        return no_update, room.words.error(wrong)
    return (done or 0) + 1, room.words(told, **values)
