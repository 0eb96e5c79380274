"""Watching a folder: what is ready is taken, the rest goes on."""

from __future__ import annotations

from pathlib import Path

import structlog

from dashboard.errors import RoomError
from dashboard.house import House
from intake.files import Intake
from intake.folder import DONE, QUARANTINE, Folder

LOG = structlog.get_logger("watch")
ACTOR = "source:inbox"


class Watch:
    """One watched folder of a house."""

    def __init__(self, house: House, folder: Folder) -> None:
        self._house = house
        self._folder = folder
        self._intake = Intake(house)

    def look(self, seconds: float) -> int:
        """Take what is ready by a steady clock and return how many files were handled."""
        ready = self._folder.ready(seconds)
        for path in ready:
            self._handle(path)
        return len(ready)

    def _handle(self, path: Path) -> None:
        profile = self._folder.profile_of(path)
        try:
            taken = self._intake.take(path, ACTOR, profile=profile)
        except RoomError as refused:
            self._intake.quarantine(path, refused, profile)
            LOG.warning("file refused", file=path.name, reason=refused.template)
            self._folder.put_away(path, QUARANTINE)
            return
        LOG.info("file taken", file=path.name, batch=taken.batch.id, repeated=taken.repeated)
        self._folder.put_away(path, DONE)
