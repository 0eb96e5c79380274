"""What happens by itself: named jobs that never overlap, in threads of their own, away from the event loop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

LOG = structlog.get_logger("schedule")


class Rhythm:
    """A scheduler of one process. A job that is late runs once, not for every tick it missed."""

    def __init__(self, zone: str) -> None:
        # A job that is still running when its turn comes is left out by design: that is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone=zone)
        self._broken: set[str] = set()
        self._ended: dict[str, float] = {}

    def every(self, seconds: float, name: str, job: Callable[[], object]) -> None:
        """Run `job` every so many seconds; what it raises is logged once until it works again."""
        self._ended[name] = time.monotonic()
        self._scheduler.add_job(lambda: self._run(name, job), "interval", seconds=seconds, id=name, max_instances=1,
                                coalesce=True, misfire_grace_time=None)

    def once(self, name: str, job: Callable[[], object]) -> None:
        """Run `job` one time, as soon as the rhythm has begun."""
        self._scheduler.add_job(lambda: self._run(name, job), id=name, misfire_grace_time=None)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End after the jobs that run now."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def silence(self, name: str) -> float:
        """Return for how many seconds a job has not come to its end, well or not."""
        return time.monotonic() - self._ended[name]

    def _run(self, name: str, job: Callable[[], object]) -> None:
        try:
            self._try(name, job)
        finally:
            self._ended[name] = time.monotonic()

    def _try(self, name: str, job: Callable[[], object]) -> None:
        try:
            job()
        except Exception as broken:  # noqa: BLE001  (the rhythm must outlive any job; it speaks once)
            if name not in self._broken:
                self._broken.add(name)
                LOG.exception("job fails", job=name, error=type(broken).__name__)
            return
        if name in self._broken:
            self._broken.discard(name)
            LOG.info("job works again", job=name)
