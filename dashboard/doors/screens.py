"""The door for screens: a link of their own opens the wall and nothing else, for months, until it is revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from dashboard.domain.people import Role, Viewer
from dashboard.store import devices
from dashboard.store.devices import Device
from dashboard.store.store import Store
from dashboard.store.tokens import fingerprint

BEAT = timedelta(seconds=10)
"""How often a screen's sign of life is written."""


class Screens:
    """Knows the screens by their tokens."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._beats: dict[int, datetime] = {}

    def enter(self, token: str, address: str) -> Device | None:
        """Return the screen of a token; None when it is revoked or comes from another network."""
        with self._store.reading() as connection:
            found = devices.device_of(connection, fingerprint(token))
        if found is None or found.revoked_at is not None or not within(address, found.network):
            return None
        return found

    def drew(self, device: int, address: str) -> None:
        """Note that a screen draws; written at most every ten seconds."""
        now = self._now()
        if now - self._beats.get(device, now - BEAT) >= BEAT:
            self._beats[device] = now
            with self._store.writing(quiet=True) as (connection, _):
                devices.seen(connection, device, now, address)


def viewer_of(device: Device) -> Viewer:
    """Return the viewer that a screen is."""
    return Viewer(f"screen:{device.name}", frozenset({Role.WALL}))


def within(address: str, network: str) -> bool:
    """Return whether an address lies in a network; an empty network admits every address."""
    if not network:
        return True
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False
