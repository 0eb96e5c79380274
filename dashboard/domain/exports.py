"""The shape of an export: a format in which a snapshot or a list leaves the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dashboard.domain.fields import Privacy
from dashboard.domain.people import Access
from dashboard.errors import UsageError


class Level(StrEnum):
    """For whom a snapshot is: the staff, the staff with the mark «for official use», or everybody."""

    STAFF = "staff"
    OFFICIAL = "official"
    PUBLIC = "public"

    @property
    def privacy(self) -> Privacy:
        """What the snapshot is computed from."""
        return Privacy.WALL if self is Level.PUBLIC else Privacy.STAFF

    def within(self, privacy: Privacy) -> Level:
        """Return the level for a viewer: who sees the read model only gets the public one."""
        return self if privacy is Privacy.STAFF else Level.PUBLIC


def level_of(text: str | None) -> Level:
    """Return the level that is called so; without a word the staff's.

    Raises:
        UsageError: there is no such level.
    """
    try:
        return Level(text or Level.STAFF)
    except ValueError as wrong:
        raise UsageError("There is no privacy level {key}; known are: {known}", key=text, known=", ".join(Level)
                         ) from wrong


@dataclass(frozen=True, slots=True)
class Export:
    """A format of snapshots.

    Attributes:
        key: its name in addresses and options; also the file's ending.
        title: gettext key of the name.
        media_type: of the file.
        access: roles that may take it.
        write: (room, measure, scope, view, level) → bytes; lists look at the measure, snapshots do not.
    """

    key: str
    title: str
    media_type: str
    access: Access
    write: Callable[..., bytes]
