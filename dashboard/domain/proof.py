"""Proof of what was done: entries chained by SHA-256, so that one changed byte, a gap or a move is found and named.

An entry's hash covers the hash before it and its own content; its number is proved by its place in the chain. An
entry names subjects by keys (`pos/12345/1`, a file's SHA-256, a login), never by what a citizen wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple

from dashboard.domain.moments import micros

GENESIS = "0" * 64
"""The hash before the first entry."""
LONGEST = 2_000
"""Signs of one text in the log; what a stranger typed into a form must not fill the disk."""
FACELESS = "person:"
Fact = str | int | None


class Kind(StrEnum):
    """What was done; the Russian title is the translation of «audit KIND»."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"
    SESSION_ENDED = "session_ended"
    ACCOUNT = "account"
    ROSTER = "roster"
    CASE_VIEWED = "case_viewed"
    REJECTS_VIEWED = "rejects_viewed"
    IMPORT = "import"
    IMPORT_UNDONE = "import_undone"
    FILE_REFUSED = "file_refused"
    CORRECTION = "correction"
    LINK = "link"
    WORD_MAPPED = "word_mapped"
    NOTE = "note"
    RULE = "rule"
    EXPORT = "export"
    RATING_PUBLISHED = "rating_published"
    SETTING = "setting"
    BACKUP = "backup"
    RESTORE = "restore"
    WALL_LINK = "wall_link"
    KEY_DESTROYED = "key_destroyed"
    AUDIT_VERIFIED = "audit_verified"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: its kind (a `Kind`), who did it, to what, what is known of it, and when it was done."""

    kind: str
    actor: str
    subject: str
    facts: Mapping[str, Fact]
    told_at: datetime


class Content(NamedTuple):
    """An entry as it is written: microseconds since 1970 as digits, and the facts as canonical JSON."""

    told_at: str
    actor: str
    kind: str
    subject: str
    facts: str


class Line(NamedTuple):
    """An entry as it lies in the store; `number` is -1 where what lies there is no number."""

    number: int
    content: Content
    before: str
    hash: str


class Head(NamedTuple):
    """The end of the chain: how many entries there are, and the hash of the newest."""

    entries: int
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


def content_of(entry: Entry) -> Content:
    """Return what is written of an entry; a person is called by the login alone, whoever noted it."""
    facts = {key: _plain(fact) if isinstance(fact, str) else fact for key, fact in entry.facts.items()}
    packed = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Content(str(micros(entry.told_at)), _plain(entry.actor.removeprefix(FACELESS)), str(entry.kind),
                   _plain(entry.subject), packed)


def chained(before: str, content: Content) -> str:
    """Return the hash of an entry: SHA-256 over the canonical bytes of the hash before it and its content."""
    return sha256(canonical(before, content)).hexdigest()


def canonical(before: str, content: Content) -> bytes:
    """Return a JSON array of six texts in UTF-8 without spaces: every content has its own bytes.

    Bytes that are no UTF-8 arrive as lone surrogates (`surrogateescape`) and stay apart from every text.
    """
    return f"[{','.join(map(encode_basestring, (before, *content)))}]".encode("utf-8", "surrogatepass")


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


def _plain(text: str) -> str:
    """Return a text without signs that do not print, at most LONGEST signs."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:LONGEST])
