"""All statements of one engine, built once: building costs more than running, at a town's size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import BindParameter

from dashboard.cache.clocks import Clock
from dashboard.cache.counting import Counting, Statement
from dashboard.cache.listing import Listing
from dashboard.cache.members import Members
from dashboard.domain.dimension import Dimension
from dashboard.domain.fields import Privacy
from dashboard.errors import AccessError

KEPT = 512


class Prepared(NamedTuple):
    """A statement, the names of the numbers of a moment that it must be bound to, and the members it looks for."""

    statement: Statement
    names: frozenset[str]
    members: Mapping[str, list[str]] = {}


class Statements:
    """Finds or builds the statement of a question; safe between threads.

    Args:
        dimensions: the registered dimensions.
        engine: name of SQLAlchemy's dialect.
        privacy: for whom; what the tables of these readers do not have cannot be asked.
    """

    def __init__(self, dimensions: Mapping[str, Dimension], engine: str, privacy: Privacy = Privacy.STAFF) -> None:
        self.dimensions = dimensions
        self.engine = engine
        counting, listing = Counting(dimensions, engine, privacy), Listing(dimensions, privacy)
        self._builders: dict[str, Callable[..., Statement]] = {
            "tally": counting.tally, "days": counting.days, "oldest": counting.oldest, "spread": counting.spread,
            "appeals": counting.appeals, "crowded": counting.crowded, "table": counting.table,
            "rows": listing.rows, "points": listing.points, "members": listing.members,
        }
        self._kept: dict[tuple[Any, ...], Prepared] = {}
        self._lock = Lock()

    def of(self, kind: str, question: tuple[Any, ...], clock: Clock) -> Prepared:
        """Return the statement of a kind for its arguments; the oldest of too many is forgotten.

        One statement serves all choices of members of one form.

        Raises:
            AccessError: it asks for a column that these readers do not have.
        """
        chosen = next((part for part in question if isinstance(part, Members)), Members())
        told = tuple(part.form if isinstance(part, Members) else part for part in question)
        key, members = (kind, told, clock), chosen.bound
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._built(kind, told, clock)
                if len(self._kept) >= KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = found
        return found._replace(names=found.names - members.keys(), members=members)

    def _built(self, kind: str, question: tuple[Any, ...], clock: Clock) -> Prepared:
        try:
            return _prepared(self._builders[kind](*question, clock))
        except KeyError as absent:
            raise AccessError("{name} is not shown outside of the staff's screens", name=absent.args[0]) from absent


def _prepared(statement: Statement) -> Prepared:
    names = {part.key for part in visitors.iterate(statement) if isinstance(part, BindParameter) and part.required}
    return Prepared(statement, frozenset(names))
