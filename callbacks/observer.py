"""The observer's page: every published scope from the read model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, html

from dashboard.domain.query import pairs
from dashboard.domain.scope import View
from dashboard.room import Room
from layouts.desk.published import card


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Draw the page when it is opened and every time the room is looked at anew."""
    @app.callback(Output("observer-scopes", "children"), Input("desk-tick", "n_intervals"))
    async def shown(_: int | None) -> Any:
        return await asyncio.to_thread(scopes, room_of())


def scopes(room: Room) -> list[Any]:
    """Return a card per scope that an observer may look at."""
    titles = {key: metric.title for key, metric in room.house.metrics.items()}
    found = [card(one.title, room.board(one.scope), titles, urlencode(pairs(one.scope, View())), room.words)
             for one in room.observed()]
    return found or [html.P(room.words("Nothing is published yet: there are too few cases."), className="desk-muted")]
