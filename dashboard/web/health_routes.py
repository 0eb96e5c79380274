"""Is the process alive, and can it answer: for watchers without an account, so not a word more."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dashboard.errors import RoomError
from dashboard.web.asked import RoomOf, refused


def health(room_of: RoomOf) -> APIRouter:
    """Return /healthz and /readyz."""
    router = APIRouter()

    @router.get("/healthz", summary="Whether the process is alive")
    async def alive() -> dict[str, str]:
        return {"state": "ok"}

    @router.get("/readyz", summary="Whether the room can answer")
    async def ready(request: Request) -> Response:
        room = room_of()
        try:
            await asyncio.to_thread(room.ready)
        except RoomError as wrong:
            return refused(room, wrong, request)
        return JSONResponse({"state": "ok"})

    return router
