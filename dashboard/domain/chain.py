"""Verification of the audit log: the chain is walked once, and the first break is named with its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from dashboard.domain.proof import GENESIS, Content, Head, chained


class Line(NamedTuple):
    """An entry as it lies in the store; `number` is -1 where what lies there is no number."""

    number: int
    content: Content
    before: str
    hash: str


class How(StrEnum):
    """In which way a chain is broken; the Russian sentence is the translation of «audit broken: HOW»."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    ORDER = "out of order"
    REWRITTEN = "rewritten"
    UNSEALED = "unsealed"
    FOREIGN = "foreign"


class Broken(NamedTuple):
    """The first number at which a chain is broken, and how."""

    number: int
    how: How


def first_broken(lines: Iterable[Line], head: Head | None) -> Broken | None:
    """Return where a chain is broken first, or None when it is whole.

    Args:
        lines: all entries in the order of their numbers.
        head: the end that was sealed; None leaves the end unproved.
    """
    number, former, before = 0, "", GENESIS
    rest = iter(lines)
    for line in rest:
        number += 1
        if line.number != number or line.before != before or line.hash != chained(before, line.content):
            return _named(line, Place(number, former, before), _Behind.of(rest, line, before), head)
        former, before = before, line.hash
    return None if head is None else _end(number, before, head)


class Place(NamedTuple):
    """A place in the chain: the number due there and the two hashes before it."""

    number: int
    former: str
    before: str


class _Behind(NamedTuple):
    """What lies behind a break: whether the hash that the line follows does, or a line that follows our place."""

    left: int
    forerunner: bool
    follower: bool

    @classmethod
    def of(cls, rest: Iterator[Line], line: Line, before: str) -> _Behind:
        left, forerunner, follower = 0, False, False
        for later in rest:
            left += 1
            forerunner |= later.hash == line.before
            follower |= later.before == before
        return cls(left, forerunner, follower)


def _named(line: Line, place: Place, behind: _Behind, head: Head | None) -> Broken:
    number = place.number
    if line.number < number:
        return Broken(line.number, How.INSERTED)
    if line.number > number:
        return Broken(number, How.ORDER if behind.forerunner else How.MISSING)
    if line.hash != chained(line.before, line.content):
        return Broken(number, How.INSERTED if behind.follower else How.CHANGED)
    if line.before == place.former:
        return Broken(number - 1, How.INSERTED)
    if behind.forerunner:
        return Broken(number, How.ORDER)
    # The line itself is whole but follows something that is gone: an entry, or the former content of the last one.
    whole = head is not None and head.entries == number + behind.left and number > 1
    return Broken(number - 1, How.CHANGED) if whole else Broken(number, How.MISSING)


def _end(number: int, newest: str, head: Head) -> Broken | None:
    if number < head.entries:
        return Broken(number + 1, How.MISSING)
    if number > head.entries:
        return Broken(head.entries + 1, How.INSERTED)
    return None if newest == head.hash else Broken(number, How.REWRITTEN)
