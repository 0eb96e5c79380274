"""How large a body may be and how long it may take; a slow or endless one is cut off."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from dashboard.domain.people import IMPORTERS, Viewer

LARGE, MIDDLE, SMALL = 32 * 1024 * 1024, 1024 * 1024, 64 * 1024
"""Bytes: of a callback that may carry a file of 20 MB in base64; of one that may not; of everything else."""
PATIENCE_S = 30.0
"""From the first to the last byte of a body."""


def most_of(scope: Scope, viewer: Viewer | None = None) -> int:
    """Return how many bytes a body may have; a large one is read only for those who give files."""
    if viewer is None or scope["path"] != "/_dash-update-component":
        return SMALL
    return LARGE if viewer.may(IMPORTERS) else MIDDLE


def declared(scope: Scope) -> int:
    """Return how many bytes the body is said to have."""
    text = Headers(scope=scope).get("content-length", "0")
    return int(text) if text.isascii() and text.isdecimal() else 0


def cut_of(scope: Scope) -> int:
    """Return the status with which a body was cut off; 0 when it was not."""
    return int(scope.get("state", {}).get("cut", 0))


def limited(scope: Scope, receive: Receive, most: int = SMALL) -> Receive:
    """Return `receive` that ends a body which is larger than `most` bytes or too slow.

    Raises:
        HTTPException: 413 or 408, when it is read; the scope remembers it for whoever swallows that.
    """
    if scope["type"] != "http":
        return receive
    state = scope.setdefault("state", {})
    clock = asyncio.get_running_loop().time
    until, got, whole = clock() + PATIENCE_S, 0, False

    async def told() -> Message:
        nonlocal got, whole
        if whole:  # what comes after the body is the news that the guest has gone: that may take its time
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(until - clock(), 0.001))
        except TimeoutError as slow:
            state["cut"] = 408
            raise HTTPException(408) from slow
        got += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if got > most:
            state["cut"] = 413
            raise HTTPException(413)
        return message
    return told
