"""Sessions of people: open doors that the server can shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from dashboard.store.tables import SESSIONS
from dashboard.store.writing import Numbers


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser; `proof` is what a provider of identity gave for it, sealed, or None."""

    id: int
    login: str
    token_hash: str
    former_hash: str | None
    origin: str
    made_at: datetime
    seen_at: datetime
    rotated_at: datetime
    ended_at: datetime | None
    address: str
    proof: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new session starts with."""

    login: str
    token_hash: str
    origin: str
    address: str
    proof: str | None = None


def begin(connection: Connection, opening: Opening, now: datetime, numbers: Numbers) -> int:
    """Open a session and return its number."""
    number = numbers.next("sessions")
    connection.execute(insert(SESSIONS).values(
        id=number, login=opening.login, token_hash=opening.token_hash, former_hash=None, origin=opening.origin,
        made_at=now, seen_at=now, rotated_at=now, ended_at=None, address=opening.address, proof=opening.proof))
    return number


def session_of(connection: Connection, token_hash: str) -> Session | None:
    """Return the session that a token opens or opened until its last turn, ended or not."""
    s = SESSIONS.c
    found = connection.execute(select(SESSIONS).where(or_(s.token_hash == token_hash, s.former_hash == token_hash)))
    row = found.mappings().first()
    return None if row is None else Session(**row)


def turn(connection: Connection, session: Session, token_hash: str, now: datetime) -> bool:
    """Give a session a new token; return whether it was us: of two at once only the first turns it."""
    s = SESSIONS.c
    values = {"token_hash": token_hash, "former_hash": session.token_hash, "rotated_at": now, "seen_at": now}
    done = connection.execute(update(SESSIONS).where(s.id == session.id, s.token_hash == session.token_hash)
                              .values(**values))
    return done.rowcount == 1


def touch(connection: Connection, number: int, now: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == number).values(seen_at=now))


def prove(connection: Connection, number: int, proof: str) -> None:
    """Keep what a provider of identity gave anew for a session, sealed."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == number).values(proof=proof))


def end(connection: Connection, number: int, now: datetime) -> None:
    """Shut a session."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == number, SESSIONS.c.ended_at.is_(None))
                       .values(ended_at=now))


def end_all(connection: Connection, login: str, now: datetime) -> int:
    """Shut every session of a login and return how many were open."""
    s = SESSIONS.c
    return connection.execute(update(SESSIONS).where(s.login == login, s.ended_at.is_(None))
                              .values(ended_at=now)).rowcount


def open_sessions(connection: Connection, since: datetime) -> list[Session]:
    """Return the sessions that are not ended and were used after an instant, newest first."""
    s = SESSIONS.c
    rows = connection.execute(select(SESSIONS).where(s.ended_at.is_(None), s.seen_at >= since)
                              .order_by(s.seen_at.desc(), s.id)).mappings()
    return [Session(**row) for row in rows]
