"""The pulse of a serving process: how late its event loop is, and the sign of life that systemd waits for.

systemd kills and starts a service anew that goes silent for WatchdogSec; the sign is given only while the event loop
turns and the board is published, so a process that hangs in either is not taken for a living one.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

LOG = structlog.get_logger("pulse")
BEAT_S = 1.0
PATIENCE_S = 60.0
"""Seconds without a published board after which the publisher is taken for dead."""


class Pulse:
    """Beats every second on the event loop.

    Args:
        silence: tells for how many seconds the publisher has not come round; failing counts as coming round.
    """

    def __init__(self, silence: Callable[[], float] = lambda: 0.0) -> None:
        self.silence = silence
        self.lag_s = 0.0
        self._every_s = _watchdog_s() / 4
        self._told_at = 0.0

    @asynccontextmanager
    async def beating(self, silence: Callable[[], float]) -> AsyncIterator[None]:
        """Tell systemd that the room is ready, and beat until it stops."""
        self.silence = silence
        notify("READY=1")
        beats = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            notify("STOPPING=1")
            beats.cancel()

    async def _beat(self) -> None:
        while True:
            self.tell(time.monotonic())
            begun = time.monotonic()
            await asyncio.sleep(BEAT_S)
            self.lag_s = max(0.0, time.monotonic() - begun - BEAT_S)

    def tell(self, seconds: float) -> bool:
        """Give the sign of life if it is due and deserved; return whether it was given."""
        if not self._every_s or seconds - self._told_at < self._every_s or self.silence() > PATIENCE_S:
            return False
        self._told_at = seconds
        return notify("WATCHDOG=1")


def notify(word: str) -> bool:
    """Send one word to systemd, if it is there to listen; return whether it was sent."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(word.encode(), f"\0{place[1:]}" if place.startswith("@") else place)
    except OSError as broken:
        LOG.warning("systemd does not listen", error=type(broken).__name__)
        return False
    return True


def _watchdog_s() -> float:
    """Return after how many seconds of silence systemd kills this process; 0 when it does not watch."""
    told, whose = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    return int(told) / 1e6 if told.isdigit() and whose in ("", str(os.getpid())) else 0.0
