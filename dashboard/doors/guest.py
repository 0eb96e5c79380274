"""Who stands at the gate: a person with a session, or a screen with its link."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from dashboard.domain.people import Viewer
from dashboard.doors.entry import Doors
from dashboard.doors.keys import Keys
from dashboard.doors.network import Network
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
    """Recognises guests by their cookies; blocking. `network` is the way in through a provider, if there is one."""

    def __init__(self, doors: Doors, screens: Screens, keys: Keys, network: Network | None) -> None:
        self.doors, self.screens, self.keys, self.network = doors, screens, keys, network

    def guest(self, person: str | None, screen: str | None, address: str, *, fresh: bool = True) -> Guest | None:
        """Return who comes with these cookies from this address; a person before a screen, else None.

        What a provider says of them may be a few seconds old unless `fresh`.

        Raises:
            StoreError: nobody can be recognised while the store does not answer.
        """
        try:
            return self._guest(person, screen, address, fresh=fresh)
        except DBAPIError as broken:
            raise StoreError("The store does not answer now; the room tries again by itself") from broken

    def _guest(self, person: str | None, screen: str | None, address: str, *, fresh: bool) -> Guest | None:
        entry = self.doors.enter(person, fresh=fresh) if person else None
        if entry is not None:
            csrf = self.keys.seal(f"csrf:{entry.session}")
            return Guest(entry.viewer, entry.session, entry.cookie, csrf, entry.must_change)
        device = self.screens.enter(screen, address) if screen else None
        if device is None:
            return None
        self.screens.drew(device.id, address)
        return Guest(viewer_of(device), None, None, self.keys.seal(f"screen:{device.id}"), must_change=False)

    def leave(self, login: str, session: int, back: str) -> str | None:
        """Shut a session; return the address that ends it at its provider too and leads to `back`, if there is one."""
        farewell = self.network.farewell(session, back) if self.network else None
        self.doors.leave(login, session)
        return farewell
