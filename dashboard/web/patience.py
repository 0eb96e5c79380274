"""How the server listens: nobody holds a line by speaking slowly, or its memory by never coming to an end."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 10.0
"""Seconds from the first byte of a request (or the opening of its line) to the end of its headers."""
HEAD_BYTES = 64 * 1024
SAID_BYTES = 64 * 1024
"""Of a message on a socket: pages have nothing to say there."""


class Patient(HttpToolsProtocol):
    """A line that is cut when the headers of a request are late or too long; bodies have their own limits."""

    _late: asyncio.TimerHandle | None = None
    _heard = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hear a part of a request; a head that is still open afterwards may not have grown too long."""
        if self._late is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()
        super().data_received(data)
        if self._late is not None:
            self._heard += len(data)
            if self._heard > HEAD_BYTES:
                self.transport.abort()

    def on_headers_complete(self) -> None:
        """Take a request whose head is whole."""
        self._arrived()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._arrived()
        self._late = self.loop.call_later(HEAD_S, self.transport.abort)

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late, self._heard = None, 0


LISTENING: dict[str, Any] = {"http": Patient, "ws_max_size": SAID_BYTES, "ws_ping_interval": None, "access_log": False,
                             "server_header": False}
"""What every server of the room is given."""
