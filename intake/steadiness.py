"""Whether the wall clock goes as time passes: a clock that somebody moves makes numbers jump, so it is told."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from dashboard.errors import RoomError
from dashboard.house import House
from dashboard.store import jobs

LOG = structlog.get_logger("clock")
CLOCK_S, JUMP_S = 10.0, 30.0
MOVED = "clock"
"""The kind of job that keeps the news."""


def steady_s() -> float:
    """Return the seconds since this machine started, its sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Steadiness:
    """Compares the wall clock of a house with a clock that nobody can set, from look to look."""

    def __init__(self, house: House, steady: Callable[[], float] = steady_s) -> None:
        self._house, self._steady = house, steady
        self._former = house.now(), steady()

    def look(self) -> float:
        """Return by how many seconds the clock was moved since the last look; a jump is kept for the doctor."""
        now, passed = self._house.now(), self._steady()
        moved = (now - self._former[0]).total_seconds() - (passed - self._former[1])
        self._former = now, passed
        if abs(moved) < JUMP_S:
            return 0.0
        LOG.warning("clock moved", seconds=round(moved))
        told = RoomError("the clock was moved by {n} s", n=round(moved)).packed()
        with self._house.store.writing() as (connection, numbers):
            job = jobs.start(connection, (MOVED, "", "source:clock"), 1, now, numbers)
            jobs.end(connection, job, "failed", told, now)
        return moved
