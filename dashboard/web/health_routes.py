"""Is the process alive, and can it answer."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from dashboard.errors import RoomError
from dashboard.web.asked import RoomOf, refused


def health(room_of: RoomOf) -> APIRouter:
    """Return /healthz and /readyz."""
    router = APIRouter()

    @router.get("/healthz", summary="Whether the process is alive")
    async def alive() -> dict[str, str]:
        return {"state": "ok"}

    @router.get("/readyz", summary="Whether the room can answer")
    async def ready() -> JSONResponse:
        room = room_of()
        try:
            version = await asyncio.to_thread(room.version)
            proven = await asyncio.to_thread(room.proven)
        except RoomError as wrong:
            return refused(room, wrong)
        audit = "unproved" if proven is None else "broken" if proven.verdict.broken else "whole"
        return JSONResponse({"state": "ok", "version": version, "audit": audit})

    return router
