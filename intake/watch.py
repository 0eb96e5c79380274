"""Watching a folder: what is ready is taken, the rest goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import structlog

from dashboard.errors import RoomError, SourceError, StoreError
from dashboard.house import House
from intake.files import Intake, name_of
from intake.folder import DONE, QUARANTINE, Folder
from intake.raw import seal

LOG = structlog.get_logger("watch")
ACTOR = "source:inbox"


def whereabouts(broken: BaseException) -> str:
    """Return the innermost line of the code that failed; the message itself may hold what stood in a cell."""
    frames = traceback.extract_tb(broken.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


class Watch:
    """One watched folder of a house."""

    def __init__(self, house: House, folder: Folder, told: Callable[[str, RoomError], None] | None = None) -> None:
        """Watch `folder` for `house`; `told` hears (name, reason) of every file that is refused."""
        self._house = house
        self._folder = folder
        self._told = told
        self._intake = Intake(house)

    def look(self, seconds: float) -> int:
        """Take what is ready by a steady clock and return how many files were handled.

        Raises:
            Exception: what stopped one of the files, after the others had their turn; that file stays where it is.
        """
        ready, stopped = self._folder.ready(seconds), None
        for path in ready:
            try:
                self._handle(path)
            except Exception as broken:  # noqa: BLE001  (whatever it is, the rest goes on)
                stopped = stopped or broken
        if stopped is not None:
            raise stopped
        return len(ready)

    def _handle(self, path: Path) -> None:
        profile = self._folder.profile_of(path)
        try:
            taken = self._intake.take(path, ACTOR, profile=profile)
        except StoreError:
            raise  # the truth cannot be written now: that is no fault of the file
        except RoomError as refused:
            self._refuse(path, refused, profile)
        except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as broken:
            LOG.error("file breaks the reading", file=name_of(path), error=type(broken).__name__,  # noqa: TRY400
                      at=whereabouts(broken))
            self._refuse(path, SourceError("The file cannot be read ({why}): save it anew, or as CSV",
                                           why=type(broken).__name__), profile)
        else:
            LOG.info("file taken", file=name_of(path), batch=taken.batch.id, repeated=taken.repeated)
            self._folder.put_away(path, DONE, self._seal)

    def _refuse(self, path: Path, refused: RoomError, profile: str | None) -> None:
        self._intake.quarantine(path, refused, profile, ACTOR)
        LOG.warning("file refused", file=name_of(path), reason=refused.template)
        if self._told is not None:
            self._told(name_of(path), refused)
        self._folder.put_away(path, QUARANTINE, self._seal)

    def _seal(self, path: Path, target: Path) -> None:
        seal(self._house.store.vault, self._house.now().year, path, target)
