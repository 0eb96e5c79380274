"""The statements that list: exactly the rows that a count counted, in an order that no engine may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.sql.expression import ColumnElement, FromClause

from dashboard.cache.clocks import Clock, rows_at
from dashboard.cache.counting import Asked
from dashboard.cache.members import Form, within
from dashboard.cache.predicates import expression
from dashboard.cache.tables import FACTS
from dashboard.domain.dimension import Dimension
from dashboard.domain.fields import MOMENTS, Privacy
from dashboard.errors import UsageError

PLACES = ("id", "lat", "lon", "topic", "received_on", "place", "street")
COLUMNS: tuple[str, ...] = ("id", *(name for name, _ in FACTS))
"""What a list shows if nothing is chosen: the row's number, identity, facts; of a moment its two columns."""


class Page(NamedTuple):
    """A part of a list.

    Attributes:
        order: (column or moment, descending) pairs; the unknown comes last, the row's number decides between equals.
        limit, offset: which rows of that order; all for None.
    """

    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    offset: int = 0


class Listing:
    """Builds listing statements.

    Args:
        dimensions: the registered dimensions.
        privacy: for whom; decides about the tables.
    """

    def __init__(self, dimensions: Mapping[str, Dimension], privacy: Privacy = Privacy.STAFF) -> None:
        self.dimensions = dimensions
        self.privacy = privacy

    def rows(self, columns: Sequence[str], column: Asked, members: Form, page: Page, clock: Clock) -> Select[Any]:
        """Return these stored columns of the chosen rows, in the page's order.

        A columnar engine chooses a page's rows first and fetches their columns then (see `mirror.LATE_ROWS`).
        """
        rows = rows_at(clock, self.privacy)
        order = [*(_sorted(rows.c[name], descending) for key, descending in page.order for name in stored(key)),
                 rows.c.id]
        shown = select(*(rows.c[_known(name)] for name in columns)).select_from(rows)
        found = self._chosen(shown, column, members, rows).order_by(*order)
        return found.limit(page.limit).offset(page.offset or None)

    def points(self, column: Asked, members: Form, clock: Clock) -> Select[Any]:
        """Return the columns `PLACES` of the chosen rows that have coordinates, by id."""
        rows = rows_at(clock, self.privacy)
        found = select(*(rows.c[name] for name in PLACES)).where(rows.c.lat.is_not(None), rows.c.lon.is_not(None))
        return self._chosen(found, column, members, rows).order_by(rows.c.id)

    def members(self, dimension: str, clock: Clock) -> Select[Any]:
        """Return the distinct members of a dimension that occur."""
        rows = rows_at(clock, self.privacy)
        return select(rows.c[self.dimensions[dimension].column]).select_from(rows).distinct()

    def _chosen(self, found: Select[Any], column: Asked, members: Form, rows: FromClause) -> Select[Any]:
        inside = expression(within(members, self.dimensions), rows)
        return found.select_from(rows).where(inside, expression(column.predicate, rows))


def _sorted(cell: ColumnElement[Any], descending: bool) -> ColumnElement[Any]:
    return (cell.desc() if descending else cell.asc()).nulls_last()


def stored(key: str) -> tuple[str, ...]:
    """Return the columns by which a list is sorted: a moment's two, or the column itself.

    Raises:
        UsageError: no question has such a column.
    """
    return (f"{key}_on", f"{key}_at") if key in MOMENTS else (_known(key),)


def _known(name: str) -> str:
    if name not in COLUMNS:
        raise UsageError("Questions have no column {name}", name=name)
    return name
