"""Policy: versions of the town's rules and words. Shipped YAML is the first version; the newest row holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import yaml
from sqlalchemy import Connection, func, insert, select

from dashboard.domain.proof import Entry, Fact, Kind
from dashboard.errors import StoreError
from dashboard.store.audit import note
from dashboard.store.tables import POLICY
from dashboard.store.writing import Numbers

SHIPPED = Path(__file__).parent.parent / "policy"
NOTED_BY_THEIR_ACT = frozenset({"meanings"})
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where the library has it: every start reads all of the shipped policy."""


@dataclass(frozen=True, slots=True)
class Edict:
    """A new version of one kind of policy: its body, where it comes from, whether confirmed, why, who."""

    kind: str
    body: Any
    origin: str
    reason: str
    actor: str
    confirmed: bool = False


def policy(connection: Connection, kind: str, known_at: datetime | None = None) -> Any:
    """Return the body that holds now, or that held at a moment; the first one where the moment is earlier.

    Raises:
        StoreError: no version of this kind was ever given.
    """
    p = POLICY.c
    every = select(p.body).where(p.kind == kind).limit(1)
    held = every if known_at is None else every.where(p.told_at <= known_at)
    row = connection.execute(held.order_by(p.id.desc())).first() or connection.execute(every.order_by(p.id)).first()
    if row is None:
        raise StoreError("The store has no policy called {kind}; start the room once to seed it", kind=kind)
    return orjson.loads(row[0])


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a kind of policy, as it was kept."""

    number: int
    body: Any
    origin: str
    reason: str
    actor: str
    told_at: datetime


def history(connection: Connection, kind: str, limit: int = 50) -> list[Version]:
    """Return the versions of a kind, the one that holds first."""
    p = POLICY.c
    rows = connection.execute(select(p.id, p.body, p.origin, p.reason, p.actor, p.told_at).where(p.kind == kind)
                              .order_by(p.id.desc()).limit(limit))
    return [Version(row.id, orjson.loads(row.body), row.origin, row.reason, row.actor, row.told_at) for row in rows]


def body_of(connection: Connection, number: int) -> Any:
    """Return the body of one version, None when there is no such one."""
    found = connection.execute(select(POLICY.c.body).where(POLICY.c.id == number)).scalar()
    return None if found is None else orjson.loads(found)


def version(connection: Connection, kind: str) -> int:
    """Return the number of the version that holds now, 0 when there is none."""
    return connection.execute(select(func.max(POLICY.c.id)).where(POLICY.c.kind == kind)).scalar() or 0


def versions(connection: Connection) -> dict[str, int]:
    """Return kind → number of the version that holds."""
    p = POLICY.c
    rows = connection.execute(select(p.kind, func.max(p.id).label("number")).group_by(p.kind))
    return {row.kind: row.number for row in rows}


def decree(connection: Connection, edict: Edict, now: datetime, numbers: Numbers) -> int:
    """Add a version, note it in the audit log, and return its number."""
    number = _add(connection, edict, now, numbers)
    if edict.kind not in NOTED_BY_THEIR_ACT:
        facts: dict[str, Fact] = {"version": number, "origin": edict.origin, "confirmed": int(edict.confirmed)}
        note(connection, numbers, Entry(Kind.RULE, edict.actor, f"policy/{edict.kind}", facts, now))
    return number


def _add(connection: Connection, edict: Edict, now: datetime, numbers: Numbers) -> int:
    number = numbers.next("policy")
    body = orjson.dumps(edict.body, option=orjson.OPT_NON_STR_KEYS).decode()
    connection.execute(insert(POLICY).values(
        id=number, kind=edict.kind, body=body, origin=edict.origin, confirmed=edict.confirmed, reason=edict.reason,
        actor=edict.actor, told_at=now))
    return number


def seed(connection: Connection, now: datetime, numbers: Numbers) -> None:
    """Give every shipped kind its first version, or a newer shipped one where nobody has edited it."""
    p = POLICY.c
    for path in sorted(SHIPPED.glob("*.yaml")):
        body = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        packed = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS).decode()
        newest = select(p.body, p.actor).where(p.kind == path.stem).order_by(p.id.desc()).limit(1)
        last = connection.execute(newest).first()
        if last is None or (last.actor == "shipped" and last.body != packed):
            add = _add if last is None else decree  # what was there from the beginning was done by nobody
            add(connection, Edict(path.stem, body, path.name, "shipped", "shipped"), now, numbers)
