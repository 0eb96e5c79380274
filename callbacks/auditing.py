"""The page of the audit log: filtered and paged by the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, ctx, no_update

from dashboard.domain.proof import Wanted
from dashboard.room import Room
from layouts.desk import journal
from layouts.pages.audit import CSV
from layouts.still import still

RoomOf = Callable[[], Room]
Choice = tuple[str | None, str | None, str | None]
"""Kind, actor and civil day as a person chose them."""
SLOTS = ("audit-chain", "audit-entries", "audit-foot", "audit-said")


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callback of the page."""
    @app.callback(*(Output(slot, "children") for slot in SLOTS), Output("audit-offset", "data"),
                  Output("audit-csv", "href"), Output("audit-actor", "options"),
                  Input("audit-address", "pathname"), Input("audit-kind", "value"), Input("audit-actor", "value"),
                  Input("audit-day", "value"), Input("audit-newer", "n_clicks"), Input("audit-older", "n_clicks"),
                  State("audit-offset", "data"))
    async def read(*given: Any) -> Any:
        choice, offset = given[1:4], turned(ctx.triggered_id, given[6] or 0)
        return await asyncio.to_thread(shown, room_of(), choice, offset)


def turned(triggered: object, offset: int) -> int:
    """Return the place after a button was pressed; another choice begins with the newest."""
    if triggered == "audit-older":
        return offset + journal.PAGE
    return max(0, offset - journal.PAGE) if triggered == "audit-newer" else 0


def shown(room: Room, choice: Choice, offset: int) -> list[Any]:
    """Return chain, entries, foot, what is wrong with the choice, place, address of the file, and the actors."""
    words = room.words
    try:
        on = day(choice[2])
    except ValueError:
        return [no_update, no_update, no_update, words("Write the day as 24.11.2026"), offset, no_update, no_update]
    wanted = replace(Wanted.during(on, on, room.town.tz), kind=choice[0] or None, actor=choice[1] or None)
    total, found = room.journal(wanted, journal.PAGE, offset)
    if offset >= total > 0:
        offset = (total - 1) // journal.PAGE * journal.PAGE
        total, found = room.journal(wanted, journal.PAGE, offset)
    head = room.journal_head()
    chosen = [(name, value) for name, value in (("kind", choice[0]), ("actor", choice[1]),
                                                ("day", on and on.isoformat())) if value]
    return [journal.state(room.proven(), head.entries, head.hash, words), still(journal.entries(found, words)),
            journal.foot(offset, len(found), total, words), "", offset,
            f"{CSV}?{urlencode(chosen)}" if chosen else CSV, room.journal_actors()]


def day(text: str | None) -> date | None:
    """Return the day that a person typed as 24.11.2026; ValueError when it is none."""
    said = (text or "").strip()
    return datetime.strptime(said, "%d.%m.%Y").date() if said else None  # noqa: DTZ007
