"""Who stands at the gate: a person with a session, or a screen with its link."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from dashboard.domain.people import Viewer
from dashboard.doors.entry import Doors
from dashboard.doors.keys import Keys
from dashboard.doors.screens import Screens, viewer_of
from dashboard.errors import StoreError
from dashboard.store.tokens import fresh_token

__all__ = ["Guest", "Porter", "fresh_token"]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is welcome.

    Attributes:
        viewer: what they are.
        session: its number; None for a screen.
        cookie: a turned cookie to hand out, or None.
        csrf: what their pages send back to prove that they are ours.
        must_change: whether they must choose a password before anything else.
    """

    viewer: Viewer
    session: int | None
    cookie: str | None
    csrf: str
    must_change: bool


class Porter:
    """Recognises guests by their cookies; blocking."""

    def __init__(self, doors: Doors, screens: Screens, keys: Keys) -> None:
        self.doors, self.screens, self.keys = doors, screens, keys

    def guest(self, person: str | None, screen: str | None, address: str) -> Guest | None:
        """Return who comes with these cookies from this address; a person before a screen, else None.

        Raises:
            StoreError: nobody can be recognised while the store does not answer.
        """
        try:
            return self._guest(person, screen, address)
        except DBAPIError as broken:
            raise StoreError("The store does not answer now; the room tries again by itself") from broken

    def _guest(self, person: str | None, screen: str | None, address: str) -> Guest | None:
        entry = self.doors.enter(person) if person else None
        if entry is not None:
            csrf = self.keys.seal(f"csrf:{entry.session}")
            return Guest(entry.viewer, entry.session, entry.cookie, csrf, entry.must_change)
        device = self.screens.enter(screen, address) if screen else None
        if device is None:
            return None
        self.screens.drew(device.id, address)
        return Guest(viewer_of(device), None, None, self.keys.seal(f"screen:{device.id}"), must_change=False)
