"""How it stands with the copies: the newest, what failed since, and whether that is a reason to warn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from dashboard.backup.folder import Copy, copies
from dashboard.settings import Settings
from dashboard.store.batches import began
from dashboard.store.jobs import Job, last

KIND = "backup"
OLD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Copies:
    """What a person must know of the copies.

    Attributes:
        folder: where they lie.
        newest: the newest finished one, or None.
        failed: the newest attempt if it failed after that.
        born: when the store took its first delivery; None while it holds nothing.
        now: the present instant.
    """

    folder: Path
    newest: Copy | None
    failed: Job | None
    born: datetime | None
    now: datetime

    @property
    def since(self) -> datetime | None:
        """Return since when there is no newer copy: of the newest one, else of the store's first delivery."""
        return self.born if self.newest is None else self.newest.at

    @property
    def age_s(self) -> float | None:
        """Return the age of the newest copy in seconds, or None without one."""
        return None if self.newest is None else max(0.0, (self.now - self.newest.at).total_seconds())

    @property
    def well(self) -> bool:
        """Return whether nobody needs to care: nothing to copy yet, or a copy of the last two days, none failed."""
        return self.failed is None and (self.since is None or self.now - self.since <= OLD)


def state_of(connection: Connection, settings: Settings, now: datetime) -> Copies:
    """Return how it stands with the copies of a room."""
    found, tried = copies(settings.backup_folder), last(connection, KIND)
    newest = found[-1] if found else None
    failed = tried is not None and tried.state == "failed" and (newest is None or tried.started_at >= newest.at)
    return Copies(settings.backup_folder, newest, tried if failed else None, began(connection), now)
