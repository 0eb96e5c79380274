"""The applicant: known only while a record is told; what stays is a keyed mark that says "the same person again"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from unicodedata import normalize

from dashboard.domain.appeals import UNCOUNTED_STATUSES, Record

APPLICANT = ("applicant", "contact")
"""Private fields that together identify the applicant; they are stored nowhere, not even sealed."""
OFFICIALS = "staff"
"""The names of officials: their duty is public, so their names stay in the vault."""
SHORTEST = 5
PHONE = (10, 11)
Mask = Callable[[str], str]


class Discreet(NamedTuple):
    """A record as it may be stored, and what identifies its applicant; empty where nothing does."""

    record: Record
    identity: str


def discreet(record: Record, mask: Mask) -> Discreet:
    """Return the record with its private texts masked and without the applicant."""
    private = record.private
    if not private:
        return Discreet(record, "")
    kept = {field: text if field == OFFICIALS else mask(text) for field, text in private.items()
            if field not in APPLICANT}
    identity = identity_of(private[field] for field in APPLICANT if field in private)
    return Discreet(replace(record, private=kept), identity)


def identity_of(told: Iterable[str]) -> str:
    """Return what two spellings of one applicant have in common; parts are parted by semicolons.

    Case, accents (yo is ye), spaces and punctuation make no difference; of a phone the last ten digits count.
    """
    parts = [_folded(part) for text in told for part in text.split(";")]
    whole = "\x1f".join(part for part in parts if part)
    return whole if len(whole) >= SHORTEST else ""


def _folded(text: str) -> str:
    plain = "".join(c for c in normalize("NFKD", text.casefold()) if c.isalnum() or c == "@")
    digits = "".join(filter(str.isdecimal, plain))
    return digits[-10:] if PHONE[0] <= len(digits) <= PHONE[1] and "@" not in plain else plain


class Asked(NamedTuple):
    """One question of one applicant, as far as it matters for repeats; `on` is a day number, `at` microseconds."""

    id: int
    appeal_id: int
    key: tuple[str, str, str]
    topic: str | None
    street: str | None
    house: str | None
    on: int
    at: int | None
    status: str | None
    repeated: bool | None

    @property
    def counts(self) -> bool:
        """Whether it takes part: spam, duplicates and what vanished do not, nor does what has no topic."""
        return self.topic is not None and self.status not in UNCOUNTED_STATUSES

    def repeats(self, former: Asked, days: int) -> bool:
        """Return whether this is a former question asked again: same topic, no other place, not too late."""
        return (former.counts and former.topic == self.topic and former.appeal_id != self.appeal_id
                and self.on - former.on <= days and _agree(self.house, former.house)
                and _agree(self.street, former.street))


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def repeats(asked: Sequence[Asked], days: int) -> list[tuple[int, int]]:
    """Return (question, the nearest former one that it repeats) of one applicant, without those known as repeats."""
    by_topic: dict[str | None, list[Asked]] = defaultdict(list)
    for one in sorted(asked, key=lambda a: (a.on, a.at or 0, a.key)):
        by_topic[one.topic].append(one)
    found = []
    for line in by_topic.values():
        for place, one in enumerate(line):
            former = next((f for f in reversed(line[:place]) if one.repeats(f, days)), None)
            if former is not None and one.counts and not one.repeated:
                found.append((one.id, former.id))
    return found
