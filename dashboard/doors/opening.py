"""The doors of one house: put together from its settings, its roster and its list of leaked passwords."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import httpx

from dashboard.domain.roster import Roster
from dashboard.doors.entry import Doors
from dashboard.doors.guest import Porter
from dashboard.doors.keys import Keys
from dashboard.doors.lifetime import Patience
from dashboard.doors.network import Network
from dashboard.doors.proofs import Sealer
from dashboard.doors.provider import TIMEOUT_S, Provider, Registration, sheltered
from dashboard.doors.screens import Screens
from dashboard.errors import UsageError
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
    law = Law(house)
    network = network_of(house, keys, law)
    doors = Doors(house.store, keys, house.now, law, leaked(settings.home), patience,
                  network.groups if network else lambda *_: None)
    return Porter(doors, Screens(house.store, house.now), keys, network)


def network_of(house: House, keys: Keys, law: Law) -> Network | None:
    """Return the way in through the provider that the settings name; None when they name none.

    Raises:
        UsageError: its address is not https, or the file with the secret cannot be read.
    """
    settings = house.settings
    if not settings.oidc_issuer:
        return None
    if not sheltered(settings.oidc_issuer):
        raise UsageError("The provider of identity must be called by https: {url}", url=settings.oidc_issuer)
    known = Registration(settings.oidc_issuer, settings.oidc_client_id, secret_of(settings.oidc_secret_file),
                         settings.oidc_scopes, settings.oidc_groups_claim)
    # The system's own list of authorities: a town's authority is added there, not here. No proxy of the environment.
    http = httpx.Client(timeout=TIMEOUT_S, verify=ssl.create_default_context(), trust_env=False)
    house.closing.append(http.close)
    return Network(Provider(known, http, house.now), house.store, keys, Sealer(settings.secrets), law, house.now)


def secret_of(file: Path | None) -> str:
    """Return the secret that a file holds; none without a file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError) as broken:
        raise UsageError("The file {name} cannot be read: {why}", name=file, why=type(broken).__name__) from broken


def leaked(home: Path) -> Callable[[str], bool]:
    """Return the question whether a password (casefolded) stands on the shipped list or on the home's own."""
    @lru_cache(maxsize=1)
    def known() -> frozenset[str]:
        files = [path for path in (SHIPPED, home / OWN) if path.exists()]
        return frozenset(line.strip().casefold() for path in files
                         for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return lambda password: password in known()
