"""Version → parcel, and the slow poll: both live in the browser (`assets/20-push.js`)."""

from __future__ import annotations

from collections.abc import Callable

from dash import ClientsideFunction, Dash, Input

from dashboard.room import Room


def register(app: Dash, _: Callable[[], Room]) -> None:
    """Let a new version fetch its parcel, and let the poll ask when the bell is silent."""
    app.clientside_callback(ClientsideFunction("wall", "fetched"), Input("board-version", "data"))  # type: ignore[no-untyped-call]
    app.clientside_callback(ClientsideFunction("wall", "polled"), Input("slow-poll", "n_intervals"))  # type: ignore[no-untyped-call]
