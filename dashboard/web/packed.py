"""Scripts and styles go out gzipped once, not once per request: plotly.js alone is 4 MB (architecture §5)."""

from __future__ import annotations

import asyncio
import gzip
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLACES = ("/assets/", "/_dash-component-suites/")
KINDS = ("javascript", "css", "json", "svg", "text/")
KEPT = 256
"""As many answers are kept at most; the addresses carry fingerprints, so they do not age."""


class Packed:
    """Keeps the gzipped answers of static files in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pack the inner answer and remember it."""
        if not _packable(scope):
            await self._app(scope, receive, send)
            return
        key = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
        if key not in self._kept:
            found = await self._inner(scope, receive)
            if found[0]["status"] != HTTPStatus.OK or len(self._kept) >= KEPT:
                await _say(send, *found)
                return
            self._kept[key] = await asyncio.to_thread(_pack, *found)
        await _say(send, *self._kept[key])

    async def _inner(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        heads: list[Message] = []
        body = bytearray()

        async def catch(message: Message) -> None:
            if message["type"] == "http.response.start":
                heads.append(message)
            else:
                body.extend(message.get("body", b""))

        whole = [(k, v) for k, v in scope["headers"] if not k.startswith(b"if-") and k != b"range"]
        await self._app({**scope, "headers": whole}, receive, catch)
        return heads[0], bytes(body)


def _packable(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PLACES):
        return False
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _pack(head: Message, body: bytes) -> tuple[Message, bytes]:
    head = {**head, "headers": list(head["headers"])}
    headers = MutableHeaders(scope=head)
    if any(kind in headers.get("content-type", "") for kind in KINDS) and "content-encoding" not in headers:
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers["Vary"] = "Accept-Encoding"
        headers.setdefault("Cache-Control", "no-cache")
    return head, body


async def _say(send: Send, head: Message, body: bytes) -> None:
    await send({**head, "headers": list(head["headers"])})
    await send({"type": "http.response.body", "body": body})
