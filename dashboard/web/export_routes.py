"""Downloads: GET /export/<format>?<the address of a page>."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dashboard.domain.query import last
from dashboard.web.asked import RoomOf, asked, query_of, telling, there


def exports(room_of: RoomOf) -> APIRouter:
    """Return the route of downloads."""
    router = APIRouter(include_in_schema=False, route_class=telling(room_of))

    @router.get("/export/{key}")
    async def export(key: str, request: Request) -> Response:
        room = room_of()
        there(key, room.house.exports, "There is no export {key}; known are: {known}")
        scope, view = await asyncio.to_thread(asked, room, request)
        measure = last(query_of(request), "measure") or "received"
        content = await asyncio.to_thread(room.export, key, measure, scope, view)
        name = f"{room.town.key}-{room.house.moments().on:%Y-%m-%d}.{key}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=room.house.exports[key].media_type, headers=headers)

    return router
