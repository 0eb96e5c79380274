"""How large a body may be and how long it may take; a slow or endless one is cut off."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

LARGE, SMALL = 32 * 1024 * 1024, 64 * 1024
"""Bytes: of a callback, which may carry a file of 20 MB in base64; of everything else."""
PATIENCE_S = 30.0
"""From the first to the last byte of a body."""


def limited(scope: Scope, receive: Receive) -> Receive:
    """Return `receive` that ends a body which is too large or too slow.

    Raises:
        HTTPException: 413 or 408, when it is read.
    """
    if scope["type"] != "http":
        return receive
    most = LARGE if scope["path"] == "/_dash-update-component" else SMALL
    clock = asyncio.get_running_loop().time
    until, got, whole = clock() + PATIENCE_S, 0, False

    async def told() -> Message:
        nonlocal got, whole
        if whole:  # what comes after the body is the news that the guest has gone: that may take its time
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(until - clock(), 0.001))
        except TimeoutError as slow:
            raise HTTPException(408) from slow
        got += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if got > most:
            raise HTTPException(413)
        return message
    return told
