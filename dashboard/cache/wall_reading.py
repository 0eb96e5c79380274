"""A reading of the read model: what it has is harmless by column, and told here only where it is harmless by number.

A place is a member only where at least three cases lie on it (`domain.disclosure`): otherwise its cases are in the
totals and under no name. The street of a single case is named only where three cases share it: of all that are open
when the list is of a state, of the listed measure otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.cache.members import Members
from dashboard.cache.reading import Reading
from dashboard.cache.tables import TABLES
from dashboard.domain.asking import Spread
from dashboard.domain.disclosure import K_PLACE, PLACES, harmless, hidden_in_any, is_private
from dashboard.domain.fields import Privacy
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import AccessError

STREET = "street"
MEMBERS = frozenset({"topic", "block", "department", "district", "street", "channel"})
"""Columns whose words may be a source's own."""
NAMED = TABLES[Privacy.WALL].facts


class WallReading(Reading):
    """Answers `domain.asking.Ask` for the wall, observers and the public snapshot; points of a map it has none."""

    privacy = Privacy.WALL

    def counts(self, measures: Sequence[str], scope: Scope, by: str | None = None) -> Mapping[str, Mapping[str, int]]:
        """Return measure → member → number of rows; a place with too few in any of the measures is in none."""
        found = super().counts(measures, scope, by)
        if by is None:
            return found
        found = {measure: harmless(by, counted) for measure, counted in found.items()}
        if by not in PLACES:
            return found
        unnamed = hidden_in_any(found.values())
        return {measure: {member: n for member, n in counted.items() if member not in unnamed}
                for measure, counted in found.items()}

    def table(self, measure: str, scope: Scope, by: tuple[str, ...]) -> Mapping[tuple[str, ...], int]:
        """Return the table of dimensions that are no places: crossed, even those tell of single cases.

        Raises:
            AccessError: a place is asked for.
        """
        for key in by:
            if key in PLACES:
                raise AccessError("{name} is not shown outside of the staff's screens", name=key)
        found = super().table(measure, scope, by)
        return {key: n for key, n in found.items()
                if not any(is_private(dimension, member) for dimension, member in zip(by, key, strict=True))}

    def spread(self, between: tuple[str, str], measure: str, scope: Scope, quantiles: Sequence[float],
               by: str | None = None) -> Mapping[str, Spread]:
        """Return member → quantiles in days, of members that may be named."""
        found = super().spread(between, measure, scope, quantiles, by)
        named = self.count(measure, scope, by)
        return {member: spread for member, spread in found.items()
                if member in named and (by not in PLACES or spread.n >= K_PLACE)}

    def oldest(self, measure: str, scope: Scope, by: str | None = None) -> Mapping[str, int]:
        """Return member → the earliest day of receipt, of members that may be named."""
        named = self.count(measure, scope, by)
        return {member: day for member, day in super().oldest(measure, scope, by).items() if member in named}

    def rows(self, measure: str, scope: Scope, *, columns: Sequence[str] = NAMED,  # noqa: PLR0913
             order: Sequence[tuple[str, bool]] = (), limit: int | None = None, offset: int = 0) -> list[dict[str, Any]]:
        """Return the rows that `count` counts; streets of too few cases, and private members, are unknown.

        Raises:
            AccessError: a column is not in the read model.
        """
        found = super().rows(measure, scope, columns=columns, order=order, limit=limit, offset=offset)
        shown_with = measure if MEASURES[measure].period is not None else "open"
        for place in PLACES & set(columns):
            crowded = self._once("crowded", self._asked(shown_with, scope), self._members(scope), place, K_PLACE)
            self._unname(found, place, (name for (name,) in crowded))
        for member in MEMBERS & set(columns):
            told = {row[member] or UNKNOWN for row in found}
            self._unname(found, member, (word for word in told if not is_private(member, word)))
        return found

    def members(self, dimension: str) -> list[str]:
        """Return the members of a dimension that occur and may be named."""
        return sorted(self.count("received", Scope(), dimension))

    def _members(self, scope: Scope) -> Members:
        if STREET in scope.members:
            raise AccessError("{name} is not shown outside of the staff's screens", name=STREET)
        return super()._members(scope)

    @staticmethod
    def _unname(rows: Iterable[dict[str, Any]], column: str, known: Iterable[str | None]) -> None:
        named = set(known) - {UNKNOWN, None}
        for row in rows:
            if row[column] not in named:
                row[column] = None
