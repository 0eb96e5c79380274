"""The copies of a room that serves: one every day, as a job that people see."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.backup.making import Made, Progress, Wanted, make, wanted
from dashboard.backup.state import KIND, state_of
from dashboard.errors import RoomError, StoreError
from dashboard.house import House
from dashboard.store import jobs

LOOK_S = 60.0
AGAIN = timedelta(hours=1)
"""How long after a failure the next attempt is made."""
SHOWN_S = 2.0
BY_ITSELF = "source:backup"


class Backups:
    """Makes copies of a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._not_before: datetime | None = None

    def look(self) -> Made | None:
        """Make the day's copy when it is due; a failure is a job that failed, and the next attempt comes in an hour."""
        now = self._house.now()
        if not self.due(now):
            return None
        self._not_before = now + AGAIN
        return self.make(BY_ITSELF, wanted(self._house.settings))

    def due(self, now: datetime) -> bool:
        """Return whether the newest copy is older than the hour of the day that has come last."""
        if self._not_before is not None and now < self._not_before:
            return False
        with self._house.store.reading() as connection:
            since = state_of(connection, self._house.settings, now).since
        return since is not None and since < self._hour(now)

    def make(self, actor: str, want: Wanted, progress: Progress | None = None) -> Made:
        """Make a copy as a job.

        Raises:
            StoreError: it cannot be made; the job holds the reason.
        """
        house = self._house
        with self._job(actor, want.folder) as shown:
            def told(done: int, total: int) -> None:
                shown(done, total)
                if progress is not None:
                    progress(done, total)
            return make(house.store.engine, house.settings, want, house.now(), told)

    def _hour(self, now: datetime) -> datetime:
        local = now.astimezone(self._house.town.tz)
        today = local.replace(hour=self._house.settings.backup_hour, minute=0, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)

    @contextmanager
    def _job(self, actor: str, folder: Path) -> Iterator[Progress]:
        store, now = self._house.store, self._house.now
        with store.writing() as (connection, numbers):
            jobs.interrupt(connection, (KIND, str(folder)), now())
            job = jobs.start(connection, (KIND, str(folder), actor), 0, now(), numbers)
        shown_at = 0.0

        def shown(done: int, total: int) -> None:
            nonlocal shown_at
            if time.monotonic() - shown_at >= SHOWN_S or done == total:
                shown_at = time.monotonic()
                with store.writing() as (connection, _):
                    jobs.progress(connection, job, done, now(), total)

        state, result = "failed", ""
        try:
            yield shown
            state = "done"
        except RoomError as wrong:
            result = _reason(wrong, folder).packed()
            raise
        finally:
            with store.writing() as (connection, _):
                jobs.end(connection, job, state, result, now())


def _reason(wrong: RoomError, folder: Path) -> RoomError:
    """Return what is kept of a failure: the system's own words are in no language of ours."""
    if "why" not in wrong.values:
        return wrong
    return StoreError("The copy cannot be written into {folder}: look whether it is there and may be written by the "
                      "user of the room", folder=folder)
