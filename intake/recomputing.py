"""Stored terms follow the rules and the calendar that hold: looked after by a serving process, or by a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import structlog

from dashboard.collect import Progress, silent
from dashboard.domain.predicates import Predicate
from dashboard.domain.reach import RULED, Law, reach
from dashboard.errors import StoreError
from dashboard.holidays_ru import calendar_of
from dashboard.house import House
from dashboard.rulebook import rules_of
from dashboard.store import edition, jobs, policy
from dashboard.store.edition import Edition
from dashboard.store.recomputing import begin, look, write

LOG = structlog.get_logger("recompute")
LOOK_S = 1.0
BY_ITSELF = "source:recompute"


class Recounted(NamedTuple):
    """What was done: questions looked at, and those whose terms moved."""

    looked: int = 0
    moved: int = 0


class Recompute:
    """Counts the stored terms of a house anew when rules or calendar have changed.

    Args:
        house: whose terms they are.
        goes_on: asked between portions; what is broken off goes on at the next look, in whatever process.
        actor: who wants it.
    """

    def __init__(self, house: House, goes_on: Callable[[], bool] = lambda: True, actor: str = BY_ITSELF) -> None:
        self._house, self._goes_on, self._actor = house, goes_on, actor

    def due(self) -> bool:
        """Return whether stored terms are behind the rules."""
        with self._house.store.reading() as connection:
            return edition.due(connection)

    def look(self, progress: Progress = silent) -> Recounted:
        """Count until all terms are by the rules that hold; return what was done here."""
        looked = moved = 0
        while self._goes_on() and self.due():
            done = self._pass(progress)
            looked, moved = looked + done.looked, moved + done.moved
        if looked:
            LOG.info("terms counted anew", looked=looked, moved=moved)
        return Recounted(looked, moved)

    def _pass(self, progress: Progress) -> Recounted:
        store, now, teller = self._house.store, self._house.now, self._house.teller()
        at = None if teller.law is None else begin(store, teller.law, (self._actor, now()))
        looked = moved = 0
        if at is None:
            return Recounted()
        reached = self._reached(at.counted)
        while self._goes_on():
            step = look(store, at, reached, teller, now())
            if write(store, at, step, teller, now()):
                break
            looked, moved, at = looked + step.looked, moved + len(step.moved), at._replace(resume_id=step.last)
            progress(*self._shown(at.job))
        return Recounted(looked, moved)

    def _shown(self, job: int) -> tuple[int, int]:
        with self._house.store.reading() as connection:
            return jobs.place(connection, job)

    def _reached(self, counted: Edition) -> Predicate:
        """Return which terms may have moved since they were counted by these versions: all, where nobody can say."""
        with self._house.store.reading() as connection:
            rules, calendar = (policy.body_of(connection, number) for number in counted)
        if rules is None or calendar is None:
            return RULED
        try:
            old = Law(rules_of(rules), calendar_of(calendar))
        except StoreError:  # kept by a release whose policy had another form
            return RULED
        terms = self._house.terms()
        return reach(old, Law(terms.rules, terms.calendar))
