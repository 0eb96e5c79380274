"""Version → parcel, and the slow poll: both live in the browser (`assets/20-push.js`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.room import Room


def register(app: Dash, _: Callable[[], Room]) -> None:
    """Let a new version fetch its parcel, and let the poll ask when the bell is silent."""
    live: Any = app.clientside_callback
    live(ClientsideFunction("wall", "fetched"), Output("board-drawn", "data"), Input("board-version", "data"))
    live(ClientsideFunction("wall", "polled"), Output("board-asked", "data"), Input("slow-poll", "n_intervals"))
