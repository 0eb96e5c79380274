"""Small papers of the room: files in quarantine, unknown words, notes on numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from dashboard.store.tables import NOTES, QUARANTINE, UNKNOWNS
from dashboard.store.writing import Numbers


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not be used: the English template of the reason with its values."""

    id: int
    name: str
    sha256: str
    reason: str
    values: Mapping[str, str]
    profile: str | None
    told_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote about a number; `subject` is a measure or metric key, `scope` its address."""

    id: int
    subject: str
    scope: str
    text: str
    actor: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a source that waits for its meaning."""

    id: int
    source: str
    profile: str
    field: str
    value: str
    rows: int
    first_at: datetime
    last_at: datetime
    mapped_to: str | None


def quarantine(connection: Connection, file: tuple[str, str, int, str | None], reason: tuple[str, Mapping[str, Any]],
               now: datetime, numbers: Numbers) -> int:
    """Note a refused file (name, SHA-256, size, profile) with its reason (template, values)."""
    name, sha256, size, profile = file
    template, values = reason
    number = numbers.next("quarantine")
    packed = orjson.dumps({k: str(v) for k, v in values.items()}).decode()
    connection.execute(insert(QUARANTINE).values(id=number, name=name, sha256=sha256, reason=template, values=packed,
                                                 profile=profile, told_at=now, size=size))
    return number


def quarantined(connection: Connection, limit: int = 50) -> list[Quarantined]:
    """Return the newest refused files."""
    rows = connection.execute(select(QUARANTINE).order_by(QUARANTINE.c.id.desc()).limit(limit)).mappings()
    return [Quarantined(**{**row, "values": orjson.loads(row["values"])}) for row in rows]


def refusal_of(connection: Connection, sha256: str) -> Quarantined | None:
    """Return how this very content was refused, or None if it never was."""
    row = connection.execute(select(QUARANTINE).where(QUARANTINE.c.sha256 == sha256)).mappings().first()
    return None if row is None else Quarantined(**{**row, "values": orjson.loads(row["values"])})


def unknown_words(connection: Connection) -> list[Word]:
    """Return the words that wait, most frequent first."""
    u = UNKNOWNS.c
    rows = connection.execute(select(UNKNOWNS).where(u.mapped_to.is_(None)).order_by(u.rows.desc(), u.id)).mappings()
    return [Word(**row) for row in rows]


def word(connection: Connection, number: int) -> Word | None:
    """Return one unknown word."""
    row = connection.execute(select(UNKNOWNS).where(UNKNOWNS.c.id == number)).mappings().first()
    return None if row is None else Word(**row)


def give_meaning(connection: Connection, number: int, member: str) -> None:
    """Note which member an unknown word means."""
    connection.execute(update(UNKNOWNS).where(UNKNOWNS.c.id == number).values(mapped_to=member))


def write_note(connection: Connection, about: tuple[str, str], text: str, by: tuple[str, datetime],
               numbers: Numbers) -> int:
    """Keep a note on (subject, scope address) by (actor, now) and return its number."""
    number = numbers.next("notes")
    connection.execute(insert(NOTES).values(id=number, subject=about[0], scope=about[1], text=text, actor=by[0],
                                            told_at=by[1], hidden=False))
    return number


def notes(connection: Connection, subject: str | None = None, limit: int = 50) -> list[Note]:
    """Return the newest notes, of one subject or of all."""
    n = NOTES.c
    statement = select(n.id, n.subject, n.scope, n.text, n.actor, n.told_at).where(n.hidden.is_(False))
    if subject is not None:
        statement = statement.where(n.subject == subject)
    rows = connection.execute(statement.order_by(n.id.desc()).limit(limit)).mappings()
    return [Note(**row) for row in rows]
