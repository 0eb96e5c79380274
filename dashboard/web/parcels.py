"""One parcel per version: everything that the wall draws, built and gzipped once for all screens."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dashboard.cache.board import Board

LEVEL = 6


class Published(Protocol):
    """What a parcel is drawn from; the version must be ready, without computing."""

    def version(self) -> str:
        """Return the version of the live board."""
        ...

    def board(self) -> Board:
        """Return the live board of the whole town."""
        ...


class Parcels:
    """Keeps the newest parcel; while it is being built, everybody waits for the one building."""

    def __init__(self, room: Published, draw: Callable[[Board], bytes]) -> None:
        self._room = room
        self._draw = draw
        self._building = asyncio.Lock()
        self._newest: tuple[str, bytes] = ("", b"")

    async def newest(self) -> tuple[str, bytes]:
        """Return (version, gzipped parcel) of the live board."""
        if self._newest[0] != self._room.version():
            async with self._building:
                if self._newest[0] != self._room.version():
                    self._newest = await asyncio.to_thread(self._build)
        return self._newest

    def _build(self) -> tuple[str, bytes]:
        board = self._room.board()
        return board.version, gzip.compress(self._draw(board), LEVEL, mtime=0)


def parcel_router(room: Published, draw: Callable[[Board], bytes]) -> APIRouter:
    """Return the route `/board/{version}`.

    A version that is no longer the newest is answered with the newest: the page learns its version from the parcel.
    """
    router = APIRouter()
    parcels = Parcels(room, draw)

    async def parcel(version: str, request: Request) -> Response:
        found, packed = await parcels.newest()
        keep = "private, max-age=3600, immutable" if found == version else "no-store"
        headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
        return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})

    router.add_api_route("/board/{version}", parcel, methods=["GET"], include_in_schema=False)
    return router
