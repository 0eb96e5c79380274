"""What alerts are told with: the words and names of one reader at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboard.domain.alerts.calling import Called
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.alerts.ladder import AlertRules
from dashboard.domain.roster import Person
from dashboard.words import Words


@dataclass(frozen=True, slots=True)
class Shift:
    """What alerts are told with.

    Attributes:
        words: of the reader.
        title: (dimension, member) → how people call it.
        rules: ladders and chains.
        called: number of an alert → who is called for it.
        people: login → who it is.
        causes: number → every cause that the reader may know of.
        now: the moment; aware.
    """

    words: Words
    title: Callable[[str, str], str]
    rules: AlertRules
    called: Mapping[int, Called]
    people: Mapping[str, Person]
    causes: Mapping[int, Cause]
    now: datetime

    @property
    def today(self) -> date:
        """Return the civil day."""
        return self.now.astimezone(self.words.zone).date()

    def when(self, at: datetime) -> str:
        """Return an instant as people say it: «сегодня в 14:30», «27.11 в 9:00»."""
        on, clock = at.astimezone(self.words.zone).date(), self.words.clock(at)
        if on == self.today:
            return self.words("today at {clock}", clock=clock)
        if on == self.today + timedelta(days=1):
            return self.words("tomorrow at {clock}", clock=clock)
        return self.words("{day} at {clock}", day=self.day(on), clock=clock)

    def short(self, at: datetime) -> str:
        """Return an instant behind «с» and «до»: «14:30» of today, «27.11 9:00»."""
        on, clock = at.astimezone(self.words.zone).date(), self.words.clock(at)
        return clock if on == self.today else f"{self.day(on)} {clock}"

    def day(self, on: date) -> str:
        """Return a day; its year only where it is another one."""
        return self.words.short_day(on) if on.year == self.today.year else self.words.day(on)

    def who(self, actor: str) -> str:
        """Return how people call who acted: the name and the position, the login of somebody unknown."""
        kind, _, login = actor.partition(":")
        if kind == "room":
            return self.words("the room itself")
        person = self.people.get(login)
        if person is None:
            return login or actor
        return f"{person.name}, {person.position}" if person.position else person.name
