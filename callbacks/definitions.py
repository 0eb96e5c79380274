"""The definitions page: every part with its definition and today's example."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import Dash, Input, Output

from dashboard.domain.figures import Drill
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.room import Room
from layouts.desk.definitions import Example, Pages
from layouts.desk.formula import Formula
from layouts.pages.definitions import PARTS
from layouts.still import still

RoomOf = Callable[[], Room]
DAYS = 28


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callback that fills the page."""
    slots = [Output(f"definitions-{key}", "children") for key, _ in PARTS]

    @app.callback(*slots, Input("definitions-address", "pathname"))
    async def define(_: str | None) -> Any:
        return [still(part) for part in await asyncio.to_thread(defined, room_of())]


def defined(room: Room) -> list[list[Any]]:
    """Return metrics, measures and dimensions, their examples counted at one moment."""
    now = room.house.now().replace(microsecond=0)
    board = replace(room.board(Scope(), View(now, now)), at=now)
    month = Scope(board.on - timedelta(days=DAYS - 1), board.on)
    examples = {key: _example(room, key, month if measure.period else Scope(), View(now, now))
                for key, measure in MEASURES.items()}
    members = {key: _members(room, key, month, View(now, now)) for key in room.dimensions}
    pages = Pages(board, Formula(room.words, room.house.vocabularies().title), room.words)
    return [pages.metrics(room.house.metrics), pages.measures(MEASURES, examples),
            pages.dimensions(room.dimensions, members)]


def _example(room: Room, measure: str, scope: Scope, view: View) -> Example:
    return Example(room.count(measure, scope, view)[UNKNOWN], Drill(measure, scope))


def _members(room: Room, key: str, month: Scope, view: View) -> list[tuple[str, Example]]:
    title = room.house.vocabularies().title
    counts = room.count("received", month, view, key)
    return [(title(key, member), Example(n, Drill("received", month.within(key, member))))
            for member, n in sorted(counts.items(), key=lambda pair: -pair[1])]
