"""What leaves the room: one row per happening, way and address, and the states through which it goes, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from dashboard.store.tables import DELIVERIES
from dashboard.store.writing import Numbers


class State(StrEnum):
    """Where a delivery stands; from `HANDING` on nobody but whoever hands it over may touch it."""

    WAITING = "waiting"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Way(StrEnum):
    """By what it goes."""

    MAIL = "mail"
    HOOK = "hook"


class Target(NamedTuple):
    """To whom something of an alert's log is told: the number of the entry, the way, the person's key, the address."""

    event: int
    way: Way
    person: str
    address: str


class Delivery(NamedTuple):
    """One row; `error` is a packed `RoomError`, `attempts` counts how often it was tried."""

    id: int
    alert: int
    event: int
    way: str
    person: str
    address: str
    state: str
    attempts: int
    next_at: datetime | None
    error: str | None
    told_at: datetime
    ended_at: datetime | None


class Ended(NamedTuple):
    """How an attempt ended: in which state, when, with which packed error, and when it is tried again."""

    state: State
    at: datetime
    error: str | None = None
    next_at: datetime | None = None


def put(connection: Connection, numbers: Numbers, alert: int, targets: Iterable[Target], now: datetime) -> None:
    """Let deliveries wait; to be called in the transaction of the happening."""
    rows = [{"id": numbers.next("deliveries"), "alert": alert, **target._asdict(), "state": State.WAITING.value,
             "attempts": 0, "next_at": now, "error": None, "told_at": now, "ended_at": None} for target in targets]
    if rows:
        connection.execute(insert(DELIVERIES), rows)


def due(connection: Connection, way: Way, now: datetime, limit: int) -> list[Delivery]:
    """Return the oldest deliveries whose turn it is."""
    d = DELIVERIES.c
    chosen = select(DELIVERIES).where(d.state == State.WAITING.value, d.way == way.value, d.next_at <= now)
    return _rows(connection.execute(chosen.order_by(d.id).limit(limit)).mappings())


def claim(connection: Connection, one: Delivery) -> Delivery | None:
    """Mark a waiting delivery as being handed over and return it; None when somebody else has taken it."""
    d, tried = DELIVERIES.c, one.attempts + 1
    mine = (d.id == one.id) & (d.state == State.WAITING.value) & (d.attempts == one.attempts)
    taken = connection.execute(update(DELIVERIES).where(mine).values(state=State.HANDING.value, attempts=tried,
                                                                     next_at=None))
    return one._replace(state=State.HANDING, attempts=tried) if taken.rowcount else None


def settle(connection: Connection, claimed: Delivery, ended: Ended) -> None:
    """Note how the attempt ended; whoever made it knows better than a start that found it without an end."""
    d, open_ = DELIVERIES.c, (State.HANDING.value, State.UNCERTAIN.value)
    mine = (d.id == claimed.id) & (d.attempts == claimed.attempts) & d.state.in_(open_)
    connection.execute(update(DELIVERIES).where(mine).values(_ended(ended)))


def postpone(connection: Connection, waiting: Delivery, ended: Ended) -> None:
    """Note an attempt that never reached the other side, unless somebody else has taken the delivery meanwhile."""
    d = DELIVERIES.c
    mine = (d.id == waiting.id) & (d.state == State.WAITING.value) & (d.attempts == waiting.attempts)
    connection.execute(update(DELIVERIES).where(mine).values(attempts=waiting.attempts + 1, **_ended(ended)))


def strand(connection: Connection, error: str, now: datetime) -> int:
    """Call uncertain what was being handed over when its process ended; return how many."""
    lost = update(DELIVERIES).where(DELIVERIES.c.state == State.HANDING.value)
    return connection.execute(lost.values(_ended(Ended(State.UNCERTAIN, now, error)))).rowcount


def expire(connection: Connection, before: datetime, now: datetime, error: str) -> int:
    """Give up what has waited since before an instant and return how many; a known reason stays."""
    d = DELIVERIES.c
    old = update(DELIVERIES).where(d.state == State.WAITING.value, d.told_at < before)
    return connection.execute(old.values(state=State.FAILED.value, next_at=None, ended_at=now,
                                         error=func.coalesce(d.error, error))).rowcount


def old(connection: Connection, before: datetime) -> bool:
    """Return whether anything has waited since before an instant."""
    d = DELIVERIES.c
    return connection.execute(select(d.id).where(d.state == State.WAITING.value, d.told_at < before).limit(1)
                              ).first() is not None


def handing(connection: Connection) -> bool:
    """Return whether anything is being handed over."""
    d = DELIVERIES.c
    return connection.execute(select(d.id).where(d.state == State.HANDING.value).limit(1)).first() is not None


def deliveries_of(connection: Connection, alert: int) -> list[Delivery]:
    """Return all deliveries of an alert, the newest first."""
    d = DELIVERIES.c
    return _rows(connection.execute(select(DELIVERIES).where(d.alert == alert).order_by(d.id.desc())).mappings())


def counts(connection: Connection) -> dict[str, int]:
    """Return state → number of deliveries, every state named."""
    d = DELIVERIES.c
    rows = connection.execute(select(d.state, func.count().label("n")).group_by(d.state)).mappings()
    found: dict[str, int] = {row["state"]: row["n"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in State}


def last_sent_at(connection: Connection) -> datetime | None:
    """Return when anything was last taken by the other side."""
    d = DELIVERIES.c
    newest = select(d.ended_at).where(d.state == State.SENT.value).order_by(d.ended_at.desc()).limit(1)
    return connection.execute(newest).scalar()


def troubles(connection: Connection, since: datetime, limit: int) -> list[Delivery]:
    """Return what failed or is uncertain since an instant, and what waits after a failure, the newest first."""
    d = DELIVERIES.c
    ended = d.state.in_((State.FAILED.value, State.UNCERTAIN.value)) & (d.ended_at >= since)
    again = (d.state == State.WAITING.value) & d.error.is_not(None)
    return _rows(connection.execute(select(DELIVERIES).where(ended | again).order_by(d.id.desc()).limit(limit))
                 .mappings())


def _ended(ended: Ended) -> dict[str, object]:
    over = None if ended.state is State.WAITING else ended.at
    return {"state": ended.state.value, "next_at": ended.next_at, "error": ended.error, "ended_at": over}


def _rows(found: Iterable[RowMapping]) -> list[Delivery]:
    return [Delivery(**row) for row in found]
