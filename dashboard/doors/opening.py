"""The doors of one house: put together from its settings, its roster and its list of leaked passwords."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dashboard.domain.roster import Roster
from dashboard.doors.entry import Doors
from dashboard.doors.guest import Porter
from dashboard.doors.keys import Keys
from dashboard.doors.lifetime import Patience
from dashboard.doors.screens import Screens
from dashboard.house import House
from dashboard.rosterbook import KIND, roster_of
from dashboard.store import policy

SHIPPED = Path(__file__).parent / "leaked.txt"
OWN = "leaked-passwords.txt"
"""A town's own list in its home: one password a line, plain or however many."""


class Law:
    """The roster and the day that hold now; the roster is read anew when somebody has edited it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: tuple[int, Roster] | None = None

    def __call__(self) -> tuple[Roster, date]:
        """Return (roster, civil day in the town)."""
        with self._house.store.reading() as connection:
            version = policy.version(connection, KIND)
            if self._known is None or self._known[0] != version:
                self._known = version, roster_of(policy.policy(connection, KIND))
        return self._known[1], self._house.moments().on


def porter_of(house: House) -> Porter:
    """Return who recognises the guests of a house."""
    settings, keys = house.settings, Keys(house.settings.secrets)
    patience = Patience(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
    doors = Doors(house.store, keys, house.now, Law(house), leaked(settings.home), patience)
    return Porter(doors, Screens(house.store, house.now), keys)


def leaked(home: Path) -> Callable[[str], bool]:
    """Return the question whether a password (casefolded) stands on the shipped list or on the home's own."""
    @lru_cache(maxsize=1)
    def known() -> frozenset[str]:
        files = [path for path in (SHIPPED, home / OWN) if path.exists()]
        return frozenset(line.strip().casefold() for path in files
                         for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return lambda password: password in known()
