"""The working calendar: the only place that decides what a working day and a working hour are.

Sources: art. 95 and 112 of the Labour Code and the yearly decrees on transferred days (for 2026: decree of the
government No. 1466 of 24.09.2025). Beyond the last decreed day only weekends and the holidays of the law itself
are known, therefore whatever is counted there is provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
Hours = tuple[tuple[time, time], ...]
"""Working intervals of one day in order; what lies between two of them is the lunch break."""
Span = tuple[datetime, datetime]
"""From (inclusive) to (exclusive), both without a zone: the town's civil time."""
OFFICE: Hours = ((time(9), time(13)), (time(14), time(18)))
FRIDAY: Hours = ((time(9), time(13)), (time(14), time(17)))


WARN_DAYS = 60
"""How many days before its end the calendar warns, unless the policy says otherwise."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time of one town.

    Attributes:
        covered_until: the last day that a decree settles; None when nothing is decreed.
        non_working: days off besides weekends (holidays and transferred days off).
        working: weekend day that is worked → the weekday (0 is Monday) whose hours it keeps.
        short: working days shorter by `short_by`, as the day before a holiday is.
        hours: working intervals of Monday … Friday.
        short_by: by how much a short day ends earlier.
        source: the acts that settle days off, for people; `sources`: the act of one day where it is another.
        warn_days: how many days before its end it warns.
    """

    covered_until: date | None = None
    non_working: frozenset[date] = frozenset()
    working: Mapping[date, int] = field(default_factory=dict)
    short: frozenset[date] = frozenset()
    hours: Sequence[Hours] = (OFFICE, OFFICE, OFFICE, OFFICE, FRIDAY)
    short_by: timedelta = timedelta(hours=1)
    source: str = ""
    sources: Mapping[date, str] = field(default_factory=dict)
    warn_days: int = WARN_DAYS

    def covered(self, on: date) -> bool:
        """Return whether the day is settled by a decree; a term that ends on another day is provisional."""
        return self.covered_until is not None and on <= self.covered_until

    def source_of(self, on: date) -> str:
        """Return the act that says whether the day is worked."""
        return self.sources.get(on, self.source)

    def is_working(self, on: date) -> bool:
        """Return whether the day is worked."""
        return on in self.working or (on.weekday() < SATURDAY and on not in self.non_working)

    def next_working_day(self, on: date) -> date:
        """Return the first working day after the day."""
        return self._walk(on, DAY)

    def previous_working_day(self, on: date) -> date:
        """Return the last working day before the day."""
        return self._walk(on, -DAY)

    def _walk(self, on: date, step: timedelta) -> date:
        day = on + step
        while not self.is_working(day):
            day += step
        return day

    def add_working_days(self, on: date, amount: int) -> date:
        """Return the working day number `amount` after the day, which is not counted itself; 0 gives the day."""
        day = on
        for _ in range(amount):
            day = self.next_working_day(day)
        return day

    def spans(self, on: date) -> tuple[Span, ...]:
        """Return the working intervals of the day in civil time, a short day cut at its end."""
        if not self.is_working(on):
            return ()
        hours = self.hours[self.working.get(on, min(on.weekday(), SATURDAY - 1))]
        found = [(datetime.combine(on, start), datetime.combine(on, end)) for start, end in hours]
        cut = self.short_by if on in self.short else timedelta()
        while found and cut:
            start, end = found.pop()
            if end - cut > start:
                return (*found, (start, end - cut))
            cut -= end - start
        return tuple(found)

    def add_working_hours(self, start: datetime, amount: timedelta, pauses: Iterable[Span] = ()) -> datetime:
        """Return the civil instant at which `amount` of working time after `start` has been spent.

        Args:
            start: civil time without a zone.
            amount: working time, zero or more.
            pauses: intervals whose time does not count, in order.
        """
        left = amount
        stops = tuple(pauses)
        for since, until in self._worked(start, stops):
            if until - since >= left:
                return since + left
            left -= until - since
        raise AssertionError("working time has no end")

    def _worked(self, start: datetime, stops: Sequence[Span]) -> Iterator[Span]:
        day = start.date()
        while True:
            for since, until in self.spans(day):
                if until > start:
                    yield from without((max(since, start), until), stops)
            day = day + DAY if self.is_working(day + DAY) else self.next_working_day(day)


def ending(calendar: Calendar, today: date) -> int | None:
    """Return for how many days more the calendar is decreed, once it is time to warn; None while it is not.

    Less than 0 when it has ended already; a calendar of which nothing is decreed warns like one that ended yesterday.
    """
    until = calendar.covered_until
    left = -1 if until is None else (until - today).days
    return left if left < calendar.warn_days else None


def without(span: Span, stops: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of the interval that lie in none of the stops, which are in order."""
    since, until = span
    for stop, going in stops:
        if stop < until and going > since:
            if stop > since:
                yield since, stop
            since = going
    if since < until:
        yield since, until
