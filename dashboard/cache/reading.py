"""One picture of the town: every answer of a reading comes from one read transaction of one engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from dashboard.cache.clocks import Judgement, clock_of
from dashboard.cache.counting import Asked, Counted, Lasting, tidied
from dashboard.cache.durations import finished, interpolated
from dashboard.cache.engines import QUANTILES
from dashboard.cache.foreseeing import Foreseeing
from dashboard.cache.listing import COLUMNS, Page
from dashboard.cache.members import Members, members_of
from dashboard.cache.statements import Statements
from dashboard.cache.tables import TABLES
from dashboard.domain.asking import Moments, Point, Spread
from dashboard.domain.dimension import Tree
from dashboard.domain.fields import Privacy
from dashboard.domain.measures import MEASURES
from dashboard.domain.moments import day_of
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.errors import UsageError

RATINGS = (1, 2, 3, 4, 5)


class Reading(Foreseeing):
    """Answers `domain.asking.Ask`, and lists the very rows that it counts.

    Args:
        connection: open in a read transaction for as long as the reading lives.
        statements: the engine's statements, built once and shared by readings.
        judgement: the two clocks and the moment at which the town is judged.
        trees: dimension → its own members with their parents, to widen a choice to all that is below it.
    """

    privacy = Privacy.STAFF

    def __init__(self, connection: Connection, statements: Statements, judgement: Judgement,
                 trees: Mapping[str, Tree]) -> None:
        self._connection, self._statements, self._trees = connection, statements, trees
        self._judgement, self._memo = judgement, dict[tuple[Asked, Members, str | None], Counted]()
        self._answers: dict[tuple[Any, ...], Sequence[Any]] = {}
        self._earlier: dict[int, Reading] = {}

    @property
    def now(self) -> Moments:
        """Return the moment of judgement."""
        return self._judgement.now

    @property
    def view(self) -> View:
        """Return the two clocks."""
        return self._judgement.view

    @property
    def seq(self) -> int:
        """Return the place in the change feed of which this is the picture."""
        feed = TABLES[self.privacy].feed
        return int(self._connection.execute(select(feed.c.value).where(feed.c.name == "seq")).scalar() or 0)

    def earlier(self, days: int) -> Reading:
        """Return the same town as many days ago, as known to the same moment; no working days are counted there."""
        if days not in self._earlier:
            then = self._judgement.earlier(days)
            self._earlier[days] = type(self)(self._connection, self._statements, then, self._trees)
        return self._earlier[days]

    def gather(self, asked: Iterable[tuple[str, Scope]], by: Sequence[str] = ()) -> None:
        """Count many (measure, scope) pairs, whole and by dimensions, in one statement; later counts find them.

        Raises:
            ValueError: the scopes choose different members.
        """
        pairs = list(dict.fromkeys((self._asked(measure, scope), self._members(scope)) for measure, scope in asked))
        if len({members for _, members in pairs}) > 1:
            raise ValueError("one statement counts within one choice of members")
        if not pairs:
            return
        columns, members = tuple(column for column, _ in pairs), pairs[0][1]
        found: list[list[Counted]] = [[{} for _ in columns] for _ in range(len(by) + 1)]
        for which, member, *counts in self._rows("tally", columns, members, tuple(by)):
            for cell, n in zip(found[which], counts, strict=True):
                cell[member or UNKNOWN] = cell.get(member or UNKNOWN, 0) + n
        for place, key in enumerate((None, *by)):
            for column, cell in zip(columns, found[place], strict=True):
                self._memo[column, members, key] = tidied(cell, key)

    def count(self, measure: str, scope: Scope, by: str | None = None) -> Mapping[str, int]:
        """Return member → number of rows, zeros left out; {"": total} without `by`; the unknown member is ""."""
        return self.counts((measure,), scope, by)[measure]

    def counts(self, measures: Sequence[str], scope: Scope, by: str | None = None) -> Mapping[str, Mapping[str, int]]:
        """Return measure → member → number of rows, in at most one statement."""
        members = self._members(scope)
        keys = {measure: (self._asked(measure, scope), members, by) for measure in measures}
        missing = [(measure, scope) for measure, key in keys.items() if key not in self._memo]
        self.gather(missing, () if by is None else (by,))
        return {measure: dict(self._memo[key]) for measure, key in keys.items()}

    def table(self, measure: str, scope: Scope, by: tuple[str, ...]) -> Mapping[tuple[str, ...], int]:
        """Return members, one of each dimension in their order → number of rows; the unknown member is ""."""
        found: dict[tuple[str, ...], int] = {}
        for *cells, n in self._once("table", self._asked(measure, scope), self._members(scope), by):
            key = tuple(cell or UNKNOWN for cell in cells)
            found[key] = found.get(key, 0) + n
        return found

    def by_day(self, measure: str, scope: Scope) -> Mapping[date, int]:
        """Return civil day of the measure's period → number of rows; days without rows are absent.

        Raises:
            UsageError: the measure is a state and happens on no day.
        """
        if MEASURES[measure].period is None:
            raise UsageError("{name} is a state and happens on no day", name=measure)
        found = self._once("days", self._asked(measure, scope), self._members(scope))
        return {day_of(day): n for day, n in found}

    def spread(self, between: tuple[str, str], measure: str, scope: Scope, quantiles: Sequence[float],
               by: str | None = None) -> Mapping[str, Spread]:
        """Return member → quantiles in days between two moments; members without a known duration are absent."""
        lasting = Lasting(*between, tuple(quantiles))
        found = self._once("spread", lasting, self._asked(measure, scope), self._members(scope), by)
        return finished(found) if self._statements.engine in QUANTILES else interpolated(found, quantiles)

    def oldest(self, measure: str, scope: Scope, by: str | None = None) -> Mapping[str, int]:
        """Return member → the earliest day of receipt (day number) among the measure's rows."""
        found = self._once("oldest", self._asked(measure, scope), self._members(scope), by)
        return {member or UNKNOWN: day for member, day in found if day is not None}

    def ratings(self, scope: Scope, by: str | None = None) -> Mapping[str, Mapping[int, int]]:
        """Return member → rating 1–5 → number of rated rows."""
        found = self.counts([f"rated_{mark}" for mark in RATINGS], scope, by)
        members = {member for counted in found.values() for member in counted}
        return {member: {mark: found[f"rated_{mark}"].get(member, 0) for mark in RATINGS}
                for member in sorted(members)}

    def points(self, measure: str, scope: Scope) -> Sequence[Point]:
        """Return the measure's rows that have coordinates, by id; an unknown topic or place is ""."""
        found = self._rows("points", self._asked(measure, scope), self._members(scope))
        return [Point(number, lat, lon, topic or UNKNOWN, day, place or UNKNOWN, street or UNKNOWN)
                for number, lat, lon, topic, day, place, street in found]

    def rows(self, measure: str, scope: Scope, *, columns: Sequence[str] = COLUMNS,  # noqa: PLR0913
             order: Sequence[tuple[str, bool]] = (), limit: int | None = None, offset: int = 0) -> list[dict[str, Any]]:
        """Return the very rows that `count` counts, as stored column → cell.

        Args:
            measure: as for `count`.
            scope: as for `count`.
            columns: stored columns, of a moment `x_on` (day number) and `x_at` (microseconds).
            order: (column or moment, descending); the unknown last, the row's number between equals.
            limit: how many rows of that order; all for None.
            offset: how many rows to leave out before.

        Raises:
            UsageError: there is no such column.
        """
        page = Page(tuple((key, descending) for key, descending in order), limit, offset)
        found = self._rows("rows", tuple(columns), self._asked(measure, scope), self._members(scope), page)
        return [dict(zip(columns, row, strict=True)) for row in found]

    def ids(self, measure: str, scope: Scope) -> list[int]:
        """Return the numbers of the rows that `count` counts, in order."""
        return [row["id"] for row in self.rows(measure, scope, columns=("id",))]

    def members(self, dimension: str) -> list[str]:
        """Return the members of a dimension that occur, in order of their keys; "" is the unknown."""
        return sorted({member or UNKNOWN for (member,) in self._rows("members", dimension)})

    def count_appeals(self, scope: Scope, measure: str = "received") -> int:
        """Return how many appeals carry the measure's questions."""
        return int(self._once("appeals", self._asked(measure, scope), self._members(scope))[0][0])

    def _asked(self, measure: str, scope: Scope) -> Asked:
        if measure not in MEASURES:
            raise UsageError("There is no measure {name}", name=measure)
        is_state = MEASURES[measure].period is None
        return Asked(measure) if is_state else Asked(measure, scope.since, scope.until)

    def _members(self, scope: Scope) -> Members:
        return members_of(scope, self._statements.dimensions, self._trees)

    def _once(self, kind: str, *question: Any) -> Sequence[Any]:
        """Return the rows of a small answer, asked only once in this transaction."""
        key = (kind, *question)
        if key not in self._answers:
            self._answers[key] = self._rows(kind, *question)
        return self._answers[key]

    def _rows(self, kind: str, *question: Any) -> Sequence[Any]:
        statement, names, members = self._statements.of(kind, question, clock_of(self._judgement.view))
        return self._connection.execute(statement, {**self._bound(names), **members}).fetchall()
