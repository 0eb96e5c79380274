"""By which versions of rules and calendar stored terms are counted, and whether those still hold."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from dashboard.store import policy
from dashboard.store.lives import Teller
from dashboard.store.tables import QUESTIONS, RECOMPUTING
from dashboard.store.writing import Numbers

ONLY = 1
Edition = tuple[int, int]
"""Versions of the rules and of the calendar."""
NOTHING: Edition = (0, 0)


class Standing(NamedTuple):
    """How it stands; see `tables.RECOMPUTING`."""

    rules: int
    calendar: int
    to_rules: int
    to_calendar: int
    resume_id: int
    job: int
    stale: int | None
    sweep: int | None

    @property
    def counted(self) -> Edition:
        """Return the versions by which all terms are counted; zeros when nobody can say."""
        return self.rules, self.calendar

    @property
    def to(self) -> Edition:
        """Return the versions towards which a pass is under way; zeros for none."""
        return self.to_rules, self.to_calendar


def standing(connection: Connection) -> Standing:
    """Return how it stands."""
    names = [RECOMPUTING.c[name] for name in Standing._fields]
    return Standing(*connection.execute(select(*names)).one())


def edition(connection: Connection) -> Edition:
    """Return the versions of rules and calendar that hold."""
    return policy.version(connection, "rules"), policy.version(connection, "calendar")


def settle(connection: Connection) -> None:
    """Note for a store that has no note yet by which rules its terms are counted: none are, or nobody can say."""
    if connection.execute(select(RECOMPUTING.c.id)).first() is None:
        empty = connection.execute(select(QUESTIONS.c.id).limit(1)).first() is None
        rules, calendar = edition(connection) if empty else NOTHING
        connection.execute(insert(RECOMPUTING).values(
            id=ONLY, rules=rules, calendar=calendar, to_rules=0, to_calendar=0, resume_id=0, job=0))


def due(connection: Connection) -> bool:
    """Return whether stored terms are behind the rules."""
    now = standing(connection)
    return now.stale is not None or now.to != NOTHING or now.counted != edition(connection)


def mark(connection: Connection, teller: Teller, numbers: Numbers) -> None:
    """Note that something is written by rules that hold no more, so that it is looked at again."""
    if teller.law is None or teller.law == edition(connection):
        return
    r = RECOMPUTING.c
    connection.execute(update(RECOMPUTING).where(r.stale.is_(None)).values(stale=numbers.seq))
