"""What a courier is, and the three ways in which a server does not take what it is handed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.errors import RoomError
from dashboard.post.news import News
from dashboard.store.deliveries import Delivery, Way

LONGEST = 200
"""How much of what a server says is kept."""


class NotTakenError(RoomError):
    """The other side certainly did not take it: it is tried again later."""


class RefusedError(RoomError):
    """The other side takes nothing for this address, for good: it is not tried again."""


class UnsureError(RoomError):
    """Nobody knows whether the other side took it: it is never handed over again."""


class Hand(Protocol):
    """An open way to a server; once it is not `alive`, nothing more can be handed over by it."""

    alive: bool

    def give(self, one: Delivery, parcel: bytes) -> None:
        """Hand one over; returns when the other side said that it took it.

        Raises:
            NotTakenError, RefusedError, UnsureError: see there.
        """


class Courier(Protocol):
    """Carries deliveries of one way."""

    way: Way

    def pack(self, one: Delivery, news: News) -> bytes:
        """Return what is handed over; the same news give the same marks by which the other side knows it again."""

    def open(self) -> AbstractContextManager[Hand]:
        """Return a way to the server for one round.

        Raises:
            NotTakenError: it cannot be reached or does not let the room in.
        """


def short(said: bytes | str) -> str:
    """Return what a server said, on one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:LONGEST]
