"""The shape of an export: a format in which a snapshot or a list leaves the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.domain.fields import Privacy
from dashboard.domain.people import Access


@dataclass(frozen=True, slots=True)
class Export:
    """A format of snapshots.

    Attributes:
        key: its name in addresses and options; also the file's ending.
        title: gettext key of the name.
        media_type: of the file.
        access: roles that may take it.
        write: (room, measure, scope, view) → bytes of the file; lists look at the measure, snapshots do not.
        privacy: of the most private field that it may hold; the vault's texts are in no export.
    """

    key: str
    title: str
    media_type: str
    access: Access
    write: Callable[..., bytes]
    privacy: Privacy = Privacy.STAFF
