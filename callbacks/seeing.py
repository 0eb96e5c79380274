"""Who changes what holds for the town sees the difference first: only what was shown may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html

Place = tuple[str, str]
"""Id and property of what a person fills in."""


def guard(app: Dash, key: str, places: Iterable[Place]) -> None:
    """Let the button `<key>-keep` answer only while everything is as it was when its difference was shown."""
    live: Any = app.clientside_callback
    live(ClientsideFunction("desk", "unseen"), Output(f"{key}-keep", "disabled"), Input(f"{key}-seen", "data"),
         *(Input(*place) for place in places))


def shown(difference: Any, values: Sequence[Any]) -> tuple[Any, list[Any] | None]:
    """Return a difference and what it is of; None where it is none, or where what was filled in is wrong."""
    return difference, list(values) if isinstance(difference, html.Pre) else None
