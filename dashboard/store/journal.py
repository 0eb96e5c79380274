"""Reading the audit log: a page of it, all of it in a stream, and who holds which snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from dashboard.domain.proof import Fact, Kind, Wanted
from dashboard.store.tables import AUDIT

PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log as it is read by people and programs; see `tables.AUDIT`."""

    id: int
    told_at: datetime
    actor: str
    kind: str
    subject: str
    facts: str
    before: str
    hash: str

    @property
    def said(self) -> Mapping[str, Fact]:
        """Return the facts by name."""
        found: Mapping[str, Fact] = orjson.loads(self.facts)
        return found


def page(connection: Connection, wanted: Wanted, limit: int, offset: int = 0) -> tuple[int, list[Logged]]:
    """Return (how many there are, a page of them), newest first."""
    total = connection.execute(select(func.count()).select_from(AUDIT).where(_which(wanted))).scalar_one()
    statement = select(AUDIT).where(_which(wanted)).order_by(AUDIT.c.id.desc()).limit(limit).offset(offset)
    return int(total), [_logged(row) for row in connection.execute(statement).mappings()]


def stream(connection: Connection, wanted: Wanted) -> Iterator[Logged]:
    """Yield the entries, oldest first, without holding them all."""
    statement = select(AUDIT).where(_which(wanted)).order_by(AUDIT.c.id)
    found = connection.execution_options(stream_results=True, yield_per=PORTION).execute(statement)
    yield from (_logged(row) for row in found.mappings())


def actors(connection: Connection) -> list[str]:
    """Return everybody who is named in the log, by name."""
    return list(connection.execute(select(AUDIT.c.actor).distinct().order_by(AUDIT.c.actor)).scalars())


def holders(connection: Connection, sha256: str | None = None) -> list[Logged]:
    """Return the exports that were given out, newest first: all, or those of one content."""
    a = AUDIT.c
    same = a.subject == sha256 if sha256 else true()
    statement = select(AUDIT).where(a.kind == Kind.EXPORT.value, same).order_by(a.id.desc())
    return [_logged(row) for row in connection.execute(statement).mappings()]


def _which(wanted: Wanted) -> ColumnElement[bool]:
    a = AUDIT.c
    found: list[ColumnElement[bool]] = [column == given for column, given in ((a.kind, wanted.kind),
                                                                            (a.actor, wanted.actor)) if given]
    found += [a.told_at >= wanted.since] if wanted.since else []
    found += [a.told_at < wanted.until] if wanted.until else []
    return and_(true(), *found)


def _logged(row: Any) -> Logged:
    return Logged(**row)
