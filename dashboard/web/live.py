"""The bell: one small message to every open page on every change, and every 10 s so that ages stay true.

Prior measurement (architecture §5): a bell and one parcel per version costs 1 % of a core for 50 screens, where
pushing figures costs 28 %.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from dashboard.cache.board import SourceState
from dashboard.web.origin import at_home

HEARTBEAT_S = 10.0
FOREIGN = 4003
Message = dict[str, Any]


class Announced(Protocol):
    """What the bell asks of the room; both answers must be ready, without computing."""

    def version(self) -> str:
        """Return the version of the live board."""
        ...

    def health(self) -> tuple[SourceState, ...]:
        """Return the state of every source."""
        ...


class Bell:
    """Wakes every open page. `ring` may be called from any thread."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def ring(self) -> None:
        """Tell every open page that something changed."""
        for event, loop in list(self._waiting.items()):
            with suppress(RuntimeError):  # the loop of a page that has just gone may be closed
                loop.call_soon_threadsafe(event.set)

    def enter(self) -> asyncio.Event:
        """Return the event that rings for one page; give it back to `leave`."""
        event = asyncio.Event()
        self._waiting[event] = asyncio.get_running_loop()
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Forget a page."""
        self._waiting.pop(event, None)

    @property
    def pages(self) -> int:
        """Return how many pages are open."""
        return len(self._waiting)


def message(room: Announced, build: str, now: datetime) -> Message:
    """Return what the bell says: {version, build, now, sources: {key: [observed_at, state]}}."""
    sources = {s.key: [s.observed_at.isoformat() if s.observed_at else None, s.state] for s in room.health()}
    return {"version": room.version(), "build": build, "now": now.isoformat(), "sources": sources}


def _said(room: Announced, build: str, now: Callable[[], datetime]) -> Message:
    return message(room, build, now())


def live_router(room: Announced, bell: Bell, build: str, now: Callable[[], datetime]) -> APIRouter:
    """Return the routes of the bell: WebSocket `/live`, and GET `/live` as the second leg."""
    router = APIRouter()
    said = partial(_said, room, build, now)

    async def live(socket: WebSocket) -> None:
        if not at_home(socket):
            await socket.close(FOREIGN)
            return
        await socket.accept()
        event = bell.enter()
        gone = asyncio.create_task(_gone(socket))
        try:
            while not gone.done():
                event.clear()
                await socket.send_json(said())
                await _rung(event, gone)
        except (WebSocketDisconnect, RuntimeError, OSError):
            pass  # the page went away while it was told
        finally:
            bell.leave(event)
            gone.cancel()

    async def poll() -> JSONResponse:
        return JSONResponse(said(), headers={"Cache-Control": "no-store"})

    router.add_api_websocket_route("/live", live)
    router.add_api_route("/live", poll, methods=["GET"], include_in_schema=False)
    return router


async def _gone(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (await socket.receive())["type"] != "websocket.disconnect":  # a page has nothing to say
            pass


async def _rung(event: asyncio.Event, gone: asyncio.Task[None]) -> None:
    """Return when the bell rings, the page goes or the heartbeat is due."""
    ringing = asyncio.create_task(event.wait())
    try:
        await asyncio.wait({ringing, gone}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()
