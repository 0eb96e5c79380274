"""Proving the audit log: the whole chain is walked, its end compared with the seal and with the hash on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, LargeBinary, Text, cast, select

from dashboard.domain.chain import Broken, How, Line, first_broken
from dashboard.domain.proof import GENESIS, Content, Entry, Fact, Head, Kind
from dashboard.store.audit import note, sealed_head
from dashboard.store.store import Store
from dashboard.store.tables import AUDIT

PORTION = 5_000
SUBJECT = "audit"
ONE_PICTURE = {"postgresql": "REPEATABLE READ"}
"""SQLite's reading is one picture by itself."""
GoesOn = Callable[[], bool]


class StoppedError(Exception):
    """The process ends; nothing was proved."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: the end of the chain and the first break, None when it is whole."""

    head: Head
    broken: Broken | None


@dataclass(frozen=True, slots=True)
class Proven:
    """The newest verification that was noted: when, of how many entries, and with what verdict."""

    at: datetime
    verdict: Verdict


def always() -> bool:
    """Go on to the end."""
    return True


def verify(store: Store, paper: str | None = None, goes_on: GoesOn = always) -> Verdict:
    """Walk the whole log and return the verdict; it changes nothing.

    Args:
        store: whose log it is.
        paper: a hash that was kept elsewhere; it must be in the log.
        goes_on: asked after every few thousand entries.

    Raises:
        StoppedError: `goes_on` said no.
    """
    level = ONE_PICTURE.get(store.engine.dialect.name)
    engine = store.engine if level is None else store.engine.execution_options(isolation_level=level)
    with engine.connect() as connection:
        end = sealed_head(connection)
        walked = _Counted(lines(connection, goes_on))
        broken = first_broken(walked, end.head if end and end.fits else None)
        if broken is None and (not end.fits if end else walked.count):
            broken = Broken(walked.count, How.UNSEALED)
        if broken is None and paper and not _holds(connection, paper):
            broken = Broken(walked.count, How.FOREIGN)
        return Verdict(end.head if end else Head(0, GENESIS), broken)


def prove(store: Store, by: tuple[str, datetime], paper: str | None = None, goes_on: GoesOn = always) -> Verdict:
    """Verify the log and note the verdict by (actor, now)."""
    verdict = verify(store, paper, goes_on)
    broken = verdict.broken
    facts: dict[str, Fact] = {
        "entries": verdict.head.entries, "head": verdict.head.hash, "number": broken.number if broken else None,
        "how": broken.how.value if broken else None}
    with store.writing(quiet=True) as (connection, numbers):
        note(connection, numbers, Entry(Kind.AUDIT_VERIFIED, by[0], SUBJECT, facts, by[1]))
    return verdict


def last_proven(connection: Connection) -> Proven | None:
    """Return the newest verification that was noted, or None."""
    a = AUDIT.c
    statement = select(a.told_at, a.facts).where(a.kind == Kind.AUDIT_VERIFIED.value).order_by(a.id.desc()).limit(1)
    row = connection.execute(statement).first()
    if row is None:
        return None
    facts = orjson.loads(row.facts)
    broken = Broken(facts["number"], How(facts["how"])) if facts["how"] else None
    return Proven(row.told_at, Verdict(Head(facts["entries"], facts["head"]), broken))


def lines(connection: Connection, goes_on: GoesOn = always) -> Iterator[Line]:
    """Yield every entry as raw as the engine gives it: a byte that is no letter any more must not stop the proof."""
    raw: Any = LargeBinary if connection.dialect.name == "sqlite" else Text
    statement = select(*(cast(column, raw) for column in AUDIT.columns)).order_by(AUDIT.c.id)
    spoken = str(statement.compile(dialect=connection.dialect))  # as text: a million rows need no converters of types
    streamed = {"stream_results": True, "yield_per": PORTION}
    for portion in connection.exec_driver_sql(spoken, execution_options=streamed).partitions():
        if not goes_on():
            raise StoppedError
        for number, told_at, actor, kind, subject, facts, before, newest in map(_texts, portion):
            yield Line(_number(number), Content(told_at, actor, kind, subject, facts), before, newest)


def _texts(row: Sequence[Any]) -> Sequence[str]:
    """Return the texts of a row; PostgreSQL gives them as such, SQLite gives bytes, of which any may be spoilt."""
    if isinstance(row[0], str):
        return row
    try:
        return [part.decode() for part in row]
    except (UnicodeDecodeError, AttributeError):
        return [(part or b"").decode("utf-8", "surrogateescape") for part in row]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else -1


def _holds(connection: Connection, newest: str) -> bool:
    found = select(AUDIT.c.id).where(AUDIT.c.hash == newest.strip().lower()).limit(1)
    return connection.execute(found).first() is not None


class _Counted(Iterator[Line]):
    """Lines, and how many went by."""

    def __init__(self, inner: Iterator[Line]) -> None:
        self._inner = inner
        self.count = 0

    def __next__(self) -> Line:
        line = next(self._inner)
        self.count += 1
        return line
