"""Proof of what was done: entries chained by SHA-256, so that one changed byte, a gap or a move is found and named.

An entry's hash covers the hash before it and its own content; its number is proved by its place in the chain. An
entry names subjects by keys (`pos/12345/1`, a file's SHA-256, a login), never by what a citizen wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.moments import day_start, micros

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
    PROMISE = "promise"
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
    ALERT = "alert"
    CAUSE = "cause"


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


class Head(NamedTuple):
    """The end of the chain: how many entries there are, and the hash of the newest."""

    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one kind, of one actor, told from an instant (inclusive) to another (exclusive)."""

    kind: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def during(cls, first: date | None, last: date | None, zone: ZoneInfo) -> Wanted:
        """Return the entries of civil days in `zone`, both inclusive; None leaves that end open."""
        after = last + timedelta(days=1) if last else None
        return cls(since=day_start(first, zone) if first else None, until=day_start(after, zone) if after else None)


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


def _plain(text: str) -> str:
    """Return a text without signs that do not print, at most LONGEST signs."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:LONGEST])
