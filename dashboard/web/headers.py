"""What every answer carries, and which Host is answered: nothing leaves the machine, nobody frames the room.

The policy is the one measured to carry the whole page (architecture §5); `connect-src 'self'` carries the bell too.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join((
    "default-src 'self'", "script-src 'self' 'unsafe-inline'", "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:", "worker-src 'self' blob:", "connect-src 'self'", "font-src 'self' data:",
    "base-uri 'none'", "form-action 'self'", "object-src 'none'", "frame-ancestors 'self'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY_VIOLATION = 1008
ONLY_TLS = "max-age=15552000"
"""Half a year: a browser that has seen the room over TLS does not come without it."""


class Guard:
    """The outermost layer: refuses a strange Host, adds the headers to every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None, page: str = "") -> None:
        """Wrap `app`.

        Args:
            app: what is guarded.
            hosts: names that are answered besides the loopback ones; None answers every name (an open network).
            page: what a person reads who came by a strange name, as HTML.
        """
        self._app, self._page = app, page
        self._hosts = None if hosts is None else LOOPBACK | {name.lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif not self._known(scope):
            await self._refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send, tls=scope["scheme"] in ("https", "wss")))

    def _known(self, scope: Scope) -> bool:
        if self._hosts is None:
            return True
        named = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        return len(named) == 1 and host_name(named[0]) in self._hosts

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        answer = HTMLResponse(self._page, HTTPStatus.MISDIRECTED_REQUEST, {"Cache-Control": "no-store"})
        await answer(scope, receive, _with_headers(send, tls=False))


def host_name(header: str) -> str:
    """Return the host of a Host header without its port: `[::1]:8050` → `::1`."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def _with_headers(send: Send, *, tls: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for key, value in HEADERS.items():
                headers.setdefault(key, value)
            if tls:
                headers.setdefault("Strict-Transport-Security", ONLY_TLS)
        await send(message)
    return sending
