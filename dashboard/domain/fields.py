"""What is known of a question: one list from which tables, mirror, predicates and lists are made."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How a field is stored; a moment takes two columns, `<key>_on` (day number) and `<key>_at` (microseconds)."""

    TEXT = "text"
    MOMENT = "moment"
    NUMBER = "number"
    REAL = "real"
    FLAG = "flag"


class Privacy(StrEnum):
    """Who may see a field: the wall, the staff's screens, or the single-appeal view."""

    WALL = "wall"
    STAFF = "staff"
    VAULT = "vault"


class Field(NamedTuple):
    """One fact about a question; `privacy` has no default on purpose."""

    key: str
    kind: Kind
    privacy: Privacy


FIELDS: tuple[Field, ...] = (
    Field("channel", Kind.TEXT, Privacy.WALL),
    Field("law", Kind.TEXT, Privacy.WALL),
    Field("lane", Kind.TEXT, Privacy.WALL),
    Field("topic", Kind.TEXT, Privacy.WALL),
    Field("block", Kind.TEXT, Privacy.WALL),
    Field("department", Kind.TEXT, Privacy.WALL),
    Field("municipality", Kind.TEXT, Privacy.WALL),
    Field("district", Kind.TEXT, Privacy.WALL),
    Field("street", Kind.TEXT, Privacy.WALL),
    Field("house", Kind.TEXT, Privacy.STAFF),
    Field("lat", Kind.REAL, Privacy.STAFF),
    Field("lon", Kind.REAL, Privacy.STAFF),
    Field("place", Kind.TEXT, Privacy.WALL),
    Field("status", Kind.TEXT, Privacy.WALL),
    Field("outcome", Kind.TEXT, Privacy.WALL),
    Field("received", Kind.MOMENT, Privacy.WALL),
    Field("registered", Kind.MOMENT, Privacy.WALL),
    Field("due", Kind.MOMENT, Privacy.WALL),
    Field("due_source", Kind.TEXT, Privacy.WALL),
    Field("first_response", Kind.MOMENT, Privacy.WALL),
    Field("closed", Kind.MOMENT, Privacy.WALL),
    Field("rated", Kind.MOMENT, Privacy.WALL),
    Field("returned", Kind.MOMENT, Privacy.WALL),
    Field("rating", Kind.NUMBER, Privacy.WALL),
    Field("repeated", Kind.FLAG, Privacy.WALL),
    Field("source_overdue", Kind.FLAG, Privacy.WALL),
    Field("marks", Kind.TEXT, Privacy.STAFF),
    # A day alone tells of nobody, as the term's does: boards of the wall count promises too.
    Field("deferred_to", Kind.MOMENT, Privacy.WALL),
    Field("respond", Kind.MOMENT, Privacy.WALL),
    Field("respond_source", Kind.TEXT, Privacy.WALL),
)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
MOMENTS: frozenset[str] = frozenset(f.key for f in FIELDS if f.kind is Kind.MOMENT)


def columns(fields: tuple[Field, ...] = FIELDS) -> tuple[tuple[str, Kind], ...]:
    """Return (column name, kind of its value) in the order of storage; a moment's two columns are NUMBERs."""
    pairs: list[tuple[str, Kind]] = []
    for field in fields:
        if field.kind is Kind.MOMENT:
            pairs += [(f"{field.key}_on", Kind.NUMBER), (f"{field.key}_at", Kind.NUMBER)]
        else:
            pairs.append((field.key, field.kind))
    return tuple(pairs)
