"""How long a session lives, and what a guest is handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.domain.people import Viewer
from dashboard.store.sessions import Session

TURN, GRACE, TOUCH = timedelta(minutes=15), timedelta(minutes=1), timedelta(minutes=1)
"""A token is turned every 15 minutes; the former one is good for a minute more, for requests under way."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a session lives: since its last use, and in all."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True, slots=True)
class Pass:
    """An open door: who, through which session, and the new cookie if it has just been made or turned."""

    viewer: Viewer
    session: int
    token: str
    must_change: bool
    cookie: str | None = None


def lives(session: Session, token_hash: str, patience: Patience, now: datetime) -> bool:
    """Return whether a session may go on; a former token is good only while the turn is fresh."""
    former = session.token_hash != token_hash
    return (session.ended_at is None and now - session.seen_at <= patience.idle
            and now - session.made_at <= patience.whole and not (former and now - session.rotated_at > GRACE))
