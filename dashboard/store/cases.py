"""One question in full: its state, its events, its links and notes, and what the vault holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from dashboard.domain.appeals import Key, State
from dashboard.domain.events import Event
from dashboard.store.rows import event_of, state_of
from dashboard.store.tables import CORRECTIONS, EVENTS, LINKS, QUESTIONS
from dashboard.store.vault import Vault, private_of


@dataclass(frozen=True, slots=True)
class Link:
    """Another question joined to this one; `kind` as in the act of linking, `theirs` if the other points here."""

    kind: str
    key: Key
    theirs: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that a person corrected."""

    field: str
    value: str | None
    reason: str
    actor: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one question; `private` is None when the viewer may not read texts."""

    id: int
    key: Key
    state: State
    events: Sequence[Event]
    siblings: Sequence[Key]
    links: Sequence[Link]
    corrections: Sequence[Correction]
    private: Mapping[str, str | None] | None


def find_case(connection: Connection, vault: Vault | None, key: tuple[str, str, str]) -> Case | None:
    """Return the question with this key, or None."""
    q = QUESTIONS.c
    found = connection.execute(select(QUESTIONS).where(q.source == key[0], q.external_id == key[1],
                                                       q.question == key[2])).mappings().first()
    if found is None:
        return None
    number: int = found["id"]
    events = connection.execute(select(EVENTS).where(EVENTS.c.question_id == number).order_by(EVENTS.c.id)).mappings()
    private = None if vault is None else private_of(connection, vault, number)
    row: Any = found
    return Case(number, Key(*key), state_of(row), [event_of(e) for e in _plain(events)],
                _siblings(connection, number, found["appeal_id"]), _links(connection, number),
                _corrections(connection, number), private)


def state_now(connection: Connection, number: int) -> State | None:
    """Return how a stored question stands, None where there is no such."""
    found = connection.execute(select(QUESTIONS).where(QUESTIONS.c.id == number)).mappings().first()
    row: Any = found
    return None if found is None else state_of(row)


def touched_since(connection: Connection, at: datetime) -> int:
    """Return of how many questions something was told after an instant."""
    touched = select(EVENTS.c.question_id).where(EVENTS.c.told_at > at).distinct().subquery()
    return int(connection.execute(select(func.count()).select_from(touched)).scalar_one())


def _plain(rows: Any) -> list[Any]:
    return list(rows)


def _siblings(connection: Connection, number: int, appeal: int) -> list[Key]:
    q = QUESTIONS.c
    rows = connection.execute(select(q.source, q.external_id, q.question)
                              .where(q.appeal_id == appeal, q.id != number).order_by(q.question))
    return [Key(*row) for row in rows]


def _links(connection: Connection, number: int) -> list[Link]:
    link, q = LINKS.c, QUESTIONS.c
    statement = select(link.kind, link.from_id, q.source, q.external_id, q.question).join(
        QUESTIONS, or_((q.id == link.from_id) & (link.to_id == number),
                       (q.id == link.to_id) & (link.from_id == number)))
    return [Link(kind, Key(*key), theirs=from_id != number) for kind, from_id, *key in connection.execute(statement)]


def _corrections(connection: Connection, number: int) -> list[Correction]:
    c = CORRECTIONS.c
    rows = connection.execute(select(c.field, c.value, c.reason, c.actor, c.told_at)
                              .where(c.question_id == number).order_by(c.id)).mappings()
    return [Correction(**row) for row in rows]
