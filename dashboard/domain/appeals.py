"""An appeal, its questions, and what a source says about them.

Vocabulary: domain.md §3.11 (unified record). `place` says how well the place is known: `exact`, `house`,
`street`, `scheme` (drawn on a schematic plan), `default` (the source's one point for "no address") or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dashboard.domain.moments import Moment

Value = str | int | float | bool | Moment | None
State = Mapping[str, Value]
"""field key → value, for every field that is known; see `fields.FIELDS`."""


class Key(NamedTuple):
    """What identifies a question for ever."""

    source: str
    external_id: str
    question: str = "1"


class Status(StrEnum):
    """Where a question stands; sources map their own words to these."""

    NEW = "new"
    ROUTING = "routing"
    IN_WORK = "in_work"
    APPROVAL = "approval"
    RETURNED = "returned"
    DEFERRED = "deferred"
    CLOSED = "closed"
    FORWARDED = "forwarded"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    VANISHED = "vanished"


CLOSED_STATUSES: frozenset[str] = frozenset({Status.CLOSED, Status.FORWARDED})
UNCOUNTED_STATUSES: frozenset[str] = frozenset({Status.SPAM, Status.DUPLICATE, Status.VANISHED})
"""Count nowhere unless a scope asks for them by status."""


class Outcome(StrEnum):
    """How a question ended."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    DEFERRED = "deferred"


PLACES_USABLE: frozenset[str] = frozenset({"exact", "house", "scheme", "street"})


@dataclass(frozen=True, slots=True)
class Record:
    """What a source says about one question at one moment.

    Attributes:
        external_id: the source's own number, as text.
        facts: field key → value; a key that is absent was not told (the file has no such column),
            a None was told to be empty. Moments live here too: `received`, `closed`, `due` …
        private: `text`, `address`, `staff` → what goes to the vault, masked; `applicant`, `contact` → what becomes
            a keyed mark and is stored nowhere.
        question: which question of the appeal.
        observed_at: when this was true, if it differs from the batch's own moment (histories).
        row: number of the row in its file, 1-based, for reports.
    """

    external_id: str
    facts: State
    private: Mapping[str, str] = field(default_factory=dict)
    question: str = "1"
    observed_at: datetime | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be taken, with the reason as a gettext template and its values."""

    row: int
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word of a source that no vocabulary knows yet: (field, value, how many rows carry it)."""

    field: str
    value: str
    rows: int
