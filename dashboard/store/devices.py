"""Screens: each holds a link of its own, which can be revoked alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import DEVICES
from dashboard.store.writing import Numbers


@dataclass(frozen=True, slots=True)
class Device:
    """A screen.

    Attributes:
        scenes: keys of the scenes it shows, divided by commas; empty means all.
        profile: its privacy profile.
        network: the addresses it may come from («10.0.5.0/24»); empty means any.
        seen_at, seen_from: when and from where it last drew.
    """

    id: int
    name: str
    token_hash: str
    scenes: str
    profile: str
    network: str
    made_at: datetime
    actor: str
    revoked_at: datetime | None
    seen_at: datetime | None
    seen_from: str | None


@dataclass(frozen=True, slots=True)
class Screen:
    """What a new screen is given."""

    name: str
    token_hash: str
    scenes: str
    profile: str
    network: str


def add(connection: Connection, screen: Screen, by: tuple[str, datetime], numbers: Numbers) -> int:
    """Keep a new screen and return its number."""
    number = numbers.next("devices")
    connection.execute(insert(DEVICES).values(
        id=number, name=screen.name, token_hash=screen.token_hash, scenes=screen.scenes, profile=screen.profile,
        network=screen.network, made_at=by[1], actor=by[0], revoked_at=None, seen_at=None, seen_from=None))
    return number


def device_of(connection: Connection, token_hash: str) -> Device | None:
    """Return the screen that a token belongs to, revoked or not."""
    row = connection.execute(select(DEVICES).where(DEVICES.c.token_hash == token_hash)).mappings().first()
    return None if row is None else Device(**row)


def devices(connection: Connection) -> list[Device]:
    """Return all screens, the ones in use first."""
    d = DEVICES.c
    rows = connection.execute(select(DEVICES).order_by(d.revoked_at.is_not(None), d.name, d.id)).mappings()
    return [Device(**row) for row in rows]


def seen(connection: Connection, number: int, at: datetime, address: str) -> None:
    """Note that a screen drew."""
    connection.execute(update(DEVICES).where(DEVICES.c.id == number).values(seen_at=at, seen_from=address))


def revoke(connection: Connection, number: int, now: datetime) -> bool:
    """Take a screen's link back; return whether it was in use."""
    d = DEVICES.c
    return connection.execute(update(DEVICES).where(d.id == number, d.revoked_at.is_(None))
                              .values(revoked_at=now)).rowcount == 1
