"""Rounds of the post: what is due is marked, handed over and settled, each in a transaction of its own.

A process that is killed between mark and end leaves a delivery `handing`; the next start calls it uncertain, tells
people, and never hands it over again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event

import structlog

from dashboard.errors import RoomError
from dashboard.house import House
from dashboard.post.couriers import Courier, Hand, NotTakenError, RefusedError, UnsureError
from dashboard.post.news import news_of
from dashboard.store import deliveries
from dashboard.store.deliveries import Delivery, Ended, State

LOG = structlog.get_logger("post")
ROUND_S = 5.0
"""How often it is looked for what is due."""
MOST = 200
"""Deliveries of one round at most."""
FIRST_PAUSE, LONGEST_PAUSE, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)
DOUBLINGS = 10
KILLED = RoomError("The room was stopped while this was being handed over: it may have come")
LATE = RoomError("It has waited for a day")
BROKEN = RoomError("It broke off while it was being handed over: it may have come")
UNREADABLE = RoomError("It could not be written: see the log")


class Sending:
    """The rounds of one process; another process on the same store never takes the same delivery."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.stopping = Event()

    def begin(self) -> int:
        """Call uncertain what an ended process was handing over; return how many there were."""
        store, now = self._house.store, self._house.now()
        with store.reading() as connection:
            if not deliveries.handing(connection):
                return 0
        with store.writing(quiet=True) as (connection, _):
            lost = deliveries.strand(connection, KILLED.packed(), now)
        LOG.warning("deliveries are uncertain", number=lost)
        return lost

    def tidy(self) -> None:
        """Give up what has waited for a day, also where its way is shut by now."""
        store, now = self._house.store, self._house.now()
        with store.reading() as connection:
            if not deliveries.old(connection, now - LONGEST_WAIT):
                return
        with store.writing(quiet=True) as (connection, _):
            deliveries.expire(connection, now - LONGEST_WAIT, now, LATE.packed())

    def round(self, courier: Courier) -> None:
        """Hand over what is due by one way; no server is spoken to when nothing is."""
        with self._house.store.reading() as connection:
            found = deliveries.due(connection, courier.way, self._house.now(), MOST)
        if not found:
            return
        try:
            with courier.open() as hand:
                self._hand_all(courier, hand, found)
        except NotTakenError as shut:
            LOG.warning("the post is shut", way=courier.way.value, why=str(shut))
            self._postpone(found, shut)

    def _hand_all(self, courier: Courier, hand: Hand, found: Sequence[Delivery]) -> None:
        for one in found:
            if self.stopping.is_set() or not hand.alive:
                return
            parcel = self._packed(courier, one)
            if parcel is not None:
                self._hand(hand, one, parcel)

    def _packed(self, courier: Courier, one: Delivery) -> bytes | None:
        """Return what is handed over; what cannot be written must not hold up the others."""
        try:
            with self._house.store.reading() as connection:
                return courier.pack(one, news_of(connection, self._house, one))
        except Exception as broken:  # noqa: BLE001
            LOG.exception("a delivery cannot be written", delivery=one.id, error=type(broken).__name__)
            self._postpone((one,), UNREADABLE)
            return None

    def _hand(self, hand: Hand, one: Delivery, parcel: bytes) -> None:
        with self._house.store.writing(quiet=True) as (connection, _):
            claimed = deliveries.claim(connection, one)
        if claimed is not None:
            ended = self._given(hand, claimed, parcel)
            with self._house.store.writing(quiet=True) as (connection, _):
                deliveries.settle(connection, claimed, ended)

    def _given(self, hand: Hand, claimed: Delivery, parcel: bytes) -> Ended:
        now = self._house.now
        try:
            hand.give(claimed, parcel)
        except NotTakenError as refused:
            return again(claimed, refused, now())
        except RefusedError as refused:
            return Ended(State.FAILED, now(), refused.packed())
        except UnsureError as lost:
            LOG.warning("a delivery is uncertain", delivery=claimed.id, why=str(lost))
            return Ended(State.UNCERTAIN, now(), lost.packed())
        except Exception as broken:  # noqa: BLE001  (nobody knows how far it came: it must not be tried again)
            LOG.exception("a delivery broke off", delivery=claimed.id, error=type(broken).__name__)
            return Ended(State.UNCERTAIN, now(), BROKEN.packed())
        return Ended(State.SENT, now())

    def _postpone(self, waiting: Sequence[Delivery], why: RoomError) -> None:
        with self._house.store.writing(quiet=True) as (connection, _):
            for one in waiting:
                deliveries.postpone(connection, one, again(one._replace(attempts=one.attempts + 1), why,
                                                           self._house.now()))


def again(one: Delivery, why: RoomError, now: datetime) -> Ended:
    """Return that it waits for its next attempt, later and later; after a day it has failed."""
    next_at = now + min(FIRST_PAUSE * 2 ** min(one.attempts - 1, DOUBLINGS), LONGEST_PAUSE)
    if next_at - one.told_at > LONGEST_WAIT:
        return Ended(State.FAILED, now, why.packed())
    return Ended(State.WAITING, now, why.packed(), next_at)
