"""Downloads: GET /export/<format>?<the address of a page>, with `privacy=official` or `privacy=public` if wished."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dashboard.domain.exports import level_of
from dashboard.domain.query import last
from dashboard.room import Room
from dashboard.web.asked import HastyError, RoomOf, asked, query_of, telling, there
from dashboard.web.rates import Rate

BURST, PER_MINUTE = 12, 6.0
"""Files that one person may take at once, and after that in a minute."""


def exports(room_of: RoomOf) -> APIRouter:
    """Return the route of downloads."""
    router, rate = APIRouter(include_in_schema=False, route_class=telling(room_of)), Rate(BURST, PER_MINUTE)

    @router.get("/export/{key}")
    async def export(key: str, request: Request) -> Response:
        room = room_of()
        slowed(room, rate)
        there(key, room.house.exports, "There is no export {key}; known are: {known}")
        scope, view = await asyncio.to_thread(asked, room, request)
        measure = last(query_of(request), "measure") or "received"
        level = level_of(last(query_of(request), "privacy"))
        content = await asyncio.to_thread(room.export, key, measure, scope, view, level)
        name = f"{room.town.key}-{room.house.moments().on:%Y-%m-%d}.{key}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=room.house.exports[key].media_type, headers=headers)

    return router


def slowed(room: Room, rate: Rate) -> None:
    """Let somebody pass who asks for no more files in a minute than a person needs, through however many sessions.

    Raises:
        HastyError: they do.
    """
    if not rate.admits(room.viewer.name):
        raise HastyError("Too many files at once; wait a minute")
