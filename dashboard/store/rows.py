"""How events and states lie in rows, and back."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from dashboard.domain.appeals import Record, State, Value
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fields import FIELDS, MOMENTS, Kind, columns
from dashboard.domain.moments import EPOCH, EPOCH_ORDINAL, MICROSECOND, Moment, day_of, instant_of, micros
from dashboard.domain.predicates import Cell

EVENT_CELLS = ("kind", "happened_on", "happened_at", "facts", "marks")
"""What an event says by itself, before it has a number, a question and a batch."""
EVENT_COLUMNS = ("id", "question_id", "batch", "actor", "undoes", "told_at", *EVENT_CELLS)
KINDS: dict[str, str] = {kind: kind.value for kind in EventKind}
PLAIN = tuple((field.key, field.kind is Kind.MOMENT) for field in FIELDS)


def flat(state: State) -> list[Cell]:
    """Return the values of `fields.columns()` in their order."""
    cells: list[Cell] = []
    get, put = state.get, cells.append
    for key, is_moment in PLAIN:
        value = get(key)
        if not is_moment:
            put(value)  # type: ignore[arg-type]
        elif isinstance(value, Moment):
            put(value.on.toordinal() - EPOCH_ORDINAL)
            put(None if value.at is None else (value.at - EPOCH) // MICROSECOND)
        else:
            put(None)
            put(None)
    return cells


def flat_row(state: State) -> dict[str, Cell]:
    """Return a state as stored column → value."""
    return dict(zip((name for name, _ in columns()), flat(state), strict=True))


def state_of(row: Mapping[str, Any]) -> dict[str, Value]:
    """Return the state of a stored row; unknown fields are absent, as the fold leaves them."""
    state: dict[str, Value] = {}
    for key, is_moment in PLAIN:
        if not is_moment:
            value = row[key]
        elif row[f"{key}_on"] is None:
            value = None
        else:
            at = row[f"{key}_at"]
            value = Moment(day_of(row[f"{key}_on"]), None if at is None else instant_of(at))
        if value is not None:
            state[key] = value
    return state


def packed(facts: State) -> bytes:
    """Return canonical JSON: sorted keys, a moment as [day number, microseconds or null]."""
    return orjson.dumps(facts, _pack, orjson.OPT_SORT_KEYS)


def _pack(value: Any) -> list[int | None]:
    """Return how a moment lies in JSON; orjson asks about every value that is none of JSON's own."""
    if not isinstance(value, Moment):
        raise TypeError(value)
    at = value.at
    return [value.on.toordinal() - EPOCH_ORDINAL, None if at is None else (at - EPOCH) // MICROSECOND]


def unpacked(text: str) -> dict[str, Value]:
    """Return the facts of canonical JSON."""
    facts: dict[str, Value] = orjson.loads(text)
    for key in MOMENTS & facts.keys():
        pair: Any = facts[key]
        if pair is not None:
            facts[key] = Moment(day_of(pair[0]), None if pair[1] is None else instant_of(pair[1]))
    return facts


def event_row(number: int, question_id: int, event: Event) -> tuple[Cell, ...]:
    """Return the row of an event in the order of EVENT_COLUMNS."""
    return (number, question_id, event.batch, event.actor, event.undoes, micros(event.told_at), *event_cells(event))


def event_cells(event: Event) -> tuple[Cell, ...]:
    """Return what an event says in the order of EVENT_CELLS."""
    on, at = event.happened
    return (KINDS[event.kind], on.toordinal() - EPOCH_ORDINAL, None if at is None else (at - EPOCH) // MICROSECOND,
            packed(event.facts).decode(), ",".join(event.marks))


def event_of(row: Mapping[str, Any]) -> Event:
    """Return the event of a row read by plain columns (`told_at` as microseconds or instant)."""
    at, told = row["happened_at"], row["told_at"]
    happened = Moment(day_of(row["happened_on"]), None if at is None else instant_of(at))
    told_at = told if isinstance(told, datetime) else instant_of(told)
    marks = tuple(m for m in row["marks"].split(",") if m)
    return Event(row["kind"], happened, told_at, unpacked(row["facts"]), row["batch"], row["actor"], marks,
                 row["undoes"])


def said_hash(record: Record) -> str:
    """Return a fingerprint of everything a record says; the same words in the same order give the same fingerprint."""
    return hash_of(words_of(record))


def words_of(record: Record) -> bytes:
    """Return (fields, values, private texts) as bytes; a moment is (day of the calendar, microseconds or None).

    Marshal's version 2 writes values only, without references between them: equal values give equal bytes.
    """
    facts = [(v.on.toordinal(), v.at and (v.at - EPOCH) // MICROSECOND) if type(v) is Moment else v
             for v in record.facts.values()]
    return marshal.dumps((list(record.facts), facts, sorted(record.private.items()) if record.private else []), 2)


def hash_of(words: bytes) -> str:
    """Return the fingerprint of what a record says."""
    return hashlib.blake2b(words, digest_size=16).hexdigest()
