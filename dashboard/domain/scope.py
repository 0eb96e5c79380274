"""What is looked at: a period and sets of members, judged at one moment with the knowledge of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from dashboard.domain.dimension import Dimension
from dashboard.domain.measures import COUNTED, Measure
from dashboard.domain.moments import day_number
from dashboard.domain.predicates import All, Any, Cell, Is, Op, Predicate

UNKNOWN = ""
"""The key of «unknown» in every dimension."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A period of civil days, inclusive, and per dimension the chosen members with all that is below them.

    Attributes:
        since: first day, or None for everything before `until`.
        until: last day, or None for everything up to the moment of judgement.
        members: dimension key → chosen member keys; "" chooses the unknown.
    """

    since: date | None = None
    until: date | None = None
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def within(self, dimension: str, *members: str) -> Scope:
        """Return the scope narrowed to these members of a dimension."""
        return replace(self, members={**self.members, dimension: frozenset(members)})

    def without(self, dimension: str) -> Scope:
        """Return the scope with a dimension opened again."""
        return replace(self, members={k: v for k, v in self.members.items() if k != dimension})

    def during(self, since: date | None, until: date | None) -> Scope:
        """Return the scope with another period."""
        return replace(self, since=since, until=until)

    def before(self, today: date) -> Scope | None:
        """Return the previous equal period: as many days as have elapsed of this one, from its own beginning.

        None when there is nothing to compare: no first day, or no day of this period has come yet.
        """
        if self.since is None or today < self.since:
            return None
        last = min(self.until or today, today)
        length = (last - self.since).days + 1
        planned = (self.until - self.since).days + 1 if self.until else length
        start = self.since - timedelta(days=planned)
        return self.during(start, start + timedelta(days=length - 1))

    def a_year_before(self, today: date) -> Scope | None:
        """Return the same days of the year before, as far as they have come this year; None without a first day."""
        if self.since is None or today < self.since:
            return None
        return self.during(_a_year_ago(self.since), _a_year_ago(min(self.until or today, today)))


def _a_year_ago(on: date) -> date:
    """Return the same date of the year before; 29 February has only the 28th to look back at."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class View:
    """The two clocks: `as_of`, when the town is judged, and `known_at`, what we had been told by then.

    None means live: now, with everything we know.
    """

    as_of: datetime | None = None
    known_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether the current states answer without any history."""
        return self.as_of is None and self.known_at is None


def where(measure: Measure, scope: Scope, dimensions: Mapping[str, Dimension]) -> Predicate:
    """Return the whole predicate of a measure in a scope; `scope.members` are expanded already."""
    return All((counted(scope, dimensions), asked(measure, scope)))


def asked(measure: Measure, scope: Scope) -> Predicate:
    """Return the part of `where` that differs between measures: what is counted, and when it must have happened."""
    return All((measure.where, happened(measure, scope)))


def happened(measure: Measure, scope: Scope) -> Predicate:
    """Return «the measure's moment lies in the period»; a measure of the state looks at no period."""
    return All(() if measure.period is None else tuple(_period(measure.period, scope)))


def counted(scope: Scope, dimensions: Mapping[str, Dimension]) -> Predicate:
    """Return the part of `where` that all measures share: the chosen members, and that a row counts at all."""
    parts: list[Predicate] = [] if "status" in scope.members else [COUNTED]
    parts += [_chosen(dimensions[key].column, chosen) for key, chosen in sorted(scope.members.items())]
    return All(tuple(parts))


def _period(moment: str, scope: Scope) -> list[Predicate]:
    parts: list[Predicate] = []
    if scope.since is not None:
        parts.append(Is(f"{moment}_on", Op.GE, day_number(scope.since)))
    if scope.until is not None:
        parts.append(Is(f"{moment}_on", Op.LE, day_number(scope.until)))
    return parts


def _chosen(column: str, chosen: frozenset[str]) -> Predicate:
    named: tuple[Cell, ...] = tuple(sorted(chosen - {UNKNOWN}))
    known = Is(column, Op.IN, named)
    return Any((known, Is(column, Op.NULL))) if UNKNOWN in chosen else known
