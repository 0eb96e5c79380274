"""The statements that count: each is built once per question asked and then only bound to a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, cast, func, literal, literal_column, null, select, tuple_, union_all
from sqlalchemy.sql.expression import ColumnElement, CompoundSelect, FromClause

from dashboard.cache.clocks import Clock, rows_at
from dashboard.cache.engines import GROUPING_SETS, QUANTILES, quantile
from dashboard.cache.members import Form, within
from dashboard.cache.predicates import expression
from dashboard.cache.tables import SQL_TYPES
from dashboard.domain.dimension import Dimension
from dashboard.domain.fields import Kind, Privacy
from dashboard.domain.measures import MEASURES
from dashboard.domain.predicates import All, Predicate
from dashboard.domain.scope import UNKNOWN, Scope, asked, happened

DAY = 86_400_000_000
"""Microseconds of a day: the unit of durations between dates, so that no engine divides."""
Counted = dict[str, int]
"""Member → number of rows."""
Statement = Select[Any] | CompoundSelect[Any]


class Asked(NamedTuple):
    """One column of a count: a measure and its period."""

    measure: str
    since: date | None = None
    until: date | None = None

    @property
    def predicate(self) -> Predicate:
        """What is counted, without the members that all columns share."""
        return asked(MEASURES[self.measure], Scope(self.since, self.until))

    @property
    def needs(self) -> Predicate:
        """What every counted row fulfils, cheap to test: its period, or the first part of a state's tree."""
        measure = MEASURES[self.measure]
        if measure.period is not None:
            return happened(measure, Scope(self.since, self.until))
        return measure.where.parts[0] if isinstance(measure.where, All) and measure.where.parts else measure.where


class Lasting(NamedTuple):
    """A duration between two moments, and the quantiles wanted of it."""

    start: str
    end: str
    shares: tuple[float, ...]


class Counting:
    """Builds counting statements for one engine.

    Args:
        dimensions: the registered dimensions.
        engine: name of SQLAlchemy's dialect; decides about grouping sets and quantiles.
        privacy: for whom; decides about the tables.
    """

    def __init__(self, dimensions: Mapping[str, Dimension], engine: str, privacy: Privacy = Privacy.STAFF) -> None:
        self.dimensions = dimensions
        self.engine = engine
        self.privacy = privacy

    def tally(self, columns: Sequence[Asked], members: Form, by: Sequence[str], clock: Clock) -> Statement:
        """Return rows (which, member, count of each column) to be added up.

        `which` is 0 for the whole, else a place in `by` counted from 1. Columns that look at the same period
        share one pass over its rows; an engine prunes such a pass by its one range, but not a union of ranges.
        """
        rows = rows_at(clock, self.privacy)
        passes: dict[Predicate, set[int]] = {}
        for place, column in enumerate(columns):
            passes.setdefault(column.needs, set()).add(place)
        parts: list[Select[Any]] = []
        for needs, places in passes.items():
            counts = [(_count(column, rows) if place in places else literal_column("0")).label(f"n{place}")
                      for place, column in enumerate(columns)]
            where = and_(self._within(members, rows), expression(needs, rows))
            parts += [part.select_from(rows).where(where) for part in self._grouped(counts, by, rows)]
        return union_all(*parts) if len(parts) > 1 else parts[0]

    def _grouped(self, counts: Sequence[ColumnElement[Any]], by: Sequence[str], rows: FromClause) -> list[Select[Any]]:
        axes = list(enumerate((self._axis(key, rows) for key in by), start=1))
        if axes and self.engine in GROUPING_SETS:
            which = case(*((func.grouping(axis) == 0, place) for place, axis in axes), else_=0).label("which")
            member = case(*((func.grouping(axis) == 0, axis) for _, axis in axes), else_=null()).label("member")
            sets = func.grouping_sets(tuple_(), *(tuple_(axis) for _, axis in axes))
            return [select(which, member, *counts).group_by(sets)]
        parts = [select(literal_column("0").label("which"), null().label("member"), *counts)]
        parts += [select(literal_column(str(place)).label("which"), axis.label("member"), *counts).group_by(axis)
                  for place, axis in axes]
        return parts

    def days(self, column: Asked, members: Form, clock: Clock) -> Statement:
        """Return rows (day number of the measure's period, count)."""
        rows = rows_at(clock, self.privacy)
        day = rows.c[f"{MEASURES[column.measure].period}_on"]
        return self._chosen(select(day, func.count()), column, members, rows).where(day.is_not(None)).group_by(day)

    def oldest(self, column: Asked, members: Form, by: str | None, clock: Clock) -> Statement:
        """Return rows (member, earliest day number of receipt)."""
        rows = rows_at(clock, self.privacy)
        axis = self._axis(by, rows)
        chosen = self._chosen(select(axis, func.min(rows.c.received_on)), column, members, rows)
        return chosen if by is None else chosen.group_by(axis)

    def spread(self, lasting: Lasting, column: Asked, members: Form, by: str | None, clock: Clock) -> Statement:
        """Return rows (member, n, quantile of each share) in microseconds between two moments.

        Without quantiles in the engine: rows (member, n, place from 1, microseconds) of the neighbours of each.
        """
        rows = rows_at(clock, self.privacy)
        axis = self._axis(by, rows)
        lasted = _lasted(rows, lasting)
        known = [rows.c[f"{moment}_on"].is_not(None) for moment in (lasting.start, lasting.end)]
        if self.engine in QUANTILES:
            found = select(axis, func.count(), *(quantile(lasted, share) for share in lasting.shares))
            chosen = self._chosen(found, column, members, rows).where(*known)
            return chosen if by is None else chosen.group_by(axis)
        order = func.row_number().over(partition_by=axis, order_by=lasted)
        many = func.count().over(partition_by=axis)
        found = select(axis.label("member"), many.label("many"), order.label("place"), lasted.label("lasted"))
        inner = self._chosen(found, column, members, rows).where(*known).subquery("placed")
        lower = [1 + cast(share * (inner.c.many - 1), SQL_TYPES[Kind.NUMBER]) for share in lasting.shares]
        return select(inner).where(inner.c.place.in_([place + step for place in lower for step in (0, 1)]))

    def crowded(self, column: Asked, members: Form, by: str, least: int, clock: Clock) -> Statement:
        """Return the members with at least so many rows, without their counts."""
        rows = rows_at(clock, self.privacy)
        axis = self._axis(by, rows)
        return self._chosen(select(axis), column, members, rows).group_by(axis).having(func.count() >= least)

    def table(self, column: Asked, members: Form, by: Sequence[str], clock: Clock) -> Statement:
        """Return rows (member of each dimension, count)."""
        rows = rows_at(clock, self.privacy)
        axes = [self._axis(key, rows) for key in by]
        return self._chosen(select(*axes, func.count()), column, members, rows).group_by(*axes)

    def appeals(self, column: Asked, members: Form, clock: Clock) -> Statement:
        """Return one row: how many appeals carry the questions."""
        rows = rows_at(clock, self.privacy)
        return self._chosen(select(func.count(rows.c.appeal_id.distinct())), column, members, rows)

    def _axis(self, by: str | None, rows: FromClause) -> ColumnElement[Any]:
        return null() if by is None else rows.c[self.dimensions[by].column]

    def _within(self, members: Form, rows: FromClause) -> ColumnElement[bool]:
        return expression(within(members, self.dimensions), rows)

    def _chosen(self, found: Select[Any], column: Asked, members: Form, rows: FromClause) -> Select[Any]:
        return found.select_from(rows).where(self._within(members, rows), expression(column.predicate, rows))


def _lasted(rows: FromClause, lasting: Lasting) -> ColumnElement[int]:
    """Return the microseconds between two moments; whole days where an instant is unknown."""
    start, end = lasting.start, lasting.end
    exact = rows.c[f"{end}_at"] - rows.c[f"{start}_at"]
    days = (rows.c[f"{end}_on"] - rows.c[f"{start}_on"]) * literal(DAY, SQL_TYPES[Kind.NUMBER])
    return func.coalesce(exact, days)


def _count(column: Asked, rows: FromClause) -> ColumnElement[int]:
    """Return the count of rows that answer yes: «unknown» makes no case, so it counts as no."""
    return func.count(case((expression(column.predicate, rows), 1)))


def tidied(found: Counted, by: str | None) -> Counted:
    """Return the counts without zeros in the order of the members, or the total alone."""
    if by is None:
        return {UNKNOWN: found.get(UNKNOWN, 0)}
    return {member: n for member, n in sorted(found.items()) if n}
