"""The page of promises: a month of them, and those that were broken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from dash import Dash, Input, Output, html

from callbacks.alerts import shift_of
from dashboard.domain.figures import Drill
from dashboard.domain.people import WHOLE_TOWN
from dashboard.domain.promises import Fate, Promised, weeks_of
from dashboard.domain.query import last, parse
from dashboard.domain.scope import Scope, View
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.address import address
from layouts.desk import promises as drawn
from layouts.desk.grid import STORED
from layouts.still import still

MEASURES = {"promise_broken": Fate.BROKEN, "promised_open": Fate.OPEN, "promise_kept": Fate.KEPT,
            "promise_kept_late": Fate.KEPT_LATE}
"""Measure → what has become of the promises that it counts."""
MOST = 50
"""Broken promises that the page lists; all of them are in the list that it links to."""


def register(app: Dash, room_of: Callable[[], Room]) -> None:
    """Add the callback of the page."""

    @app.callback(Output("promises-broken", "children"), Output("promises-head", "children"),
                  Output("promises-month", "children"), Input("promises-address", "search"))
    async def shown(search: str | None) -> tuple[Any, ...]:
        broken, head, month = await asyncio.to_thread(sheet, room_of(), search)
        return broken, head, still(month)


def sheet(room: Room, search: str | None) -> tuple[Any, Any, Any]:
    """Return the broken promises, the month's head and its days."""
    today = room.house.moments().on
    shown = month_in(search, today)
    days = drawn.Days(room.house.calendar(), today)
    return (_broken(room), drawn.head(shown, room.words),
            drawn.month(promised(room, shown), shown, days, room.words))


def month_in(search: str | None, today: date) -> date:
    """Return the first day of the month that an address names, of this month where it names none."""
    try:
        return date.fromisoformat(f"{last(parse(search or ''), 'month')}-01")
    except ValueError:
        return today.replace(day=1)


def promised(room: Room, shown: date) -> list[Promised]:
    """Return what was promised for the days of a month's weeks: a row for each day and fate, and one for each alert."""
    weeks = weeks_of(shown)
    scope = Scope(weeks[0][0], weeks[-1][-1])
    counted = [drawn.counted(on, fate, n, address(Drill(measure, Scope(on, on)), View()), room.words)
               for measure, fate in MEASURES.items()
               for on, n in room.by_day(measure, scope, View()).items()]
    made, shift = room.pledges(weeks[0][0], weeks[-1][-1]), shift_of(room, [])
    return [*counted, *(drawn.pledged(alert, pledge, shift) for alert, pledge in made)]


def _broken(room: Room) -> Any:
    """Return the broken promises of the town, or of the viewer's own blocks."""
    try:
        return _listed(room)
    except RoomError as wrong:
        return html.P(room.words.error(wrong))


def _listed(room: Room) -> list[Any]:
    own = {} if room.viewer.may(WHOLE_TOWN) else {"block": room.viewer.blocks}
    scope, words = Scope(members=own), room.words
    page = room.rows("promise_broken", scope, View(), (0, MOST), (("deferred_to", False),),
                     (*STORED, "deferred_to_on"))
    found = drawn.broken(page.rows, room.house.vocabularies().title, words, room.house.now())
    return [found, drawn.more(page.total, len(page.rows), address(Drill("promise_broken", scope), View()), words)]
