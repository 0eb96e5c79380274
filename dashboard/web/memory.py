"""Who was recognised a moment ago: for static parts and parcels, which every screen asks for at once."""

from __future__ import annotations

from collections import OrderedDict

from dashboard.doors.guest import Guest

LASTS_S = 10.0
"""A revoked screen goes dark within 15 s: its bell falls silent at the next heartbeat, its parcels after this."""
REMEMBERED = 1024
Key = tuple[str | None, str | None, str]
"""The cookies of a person and of a screen, and the address."""


class Memory:
    """Keeps guests for a few seconds; `at` is in seconds of a clock that never jumps."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, tuple[float, Guest]] = OrderedDict()

    def get(self, key: Key, at: float) -> Guest | None:
        """Return the guest if they were recognised a moment ago."""
        since, guest = self._known.get(key, (0.0, None))
        return guest if guest is not None and at - since <= LASTS_S else None

    def put(self, key: Key, guest: Guest | None, at: float) -> None:
        """Keep a guest who has just been recognised, without a cookie to hand out; forget who is not welcome."""
        self._known.pop(key, None)
        if guest is not None and guest.cookie is None:
            self._known[key] = at, guest
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
