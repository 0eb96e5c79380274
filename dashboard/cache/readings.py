"""Where readings are taken: over the mirror, or over the truth itself where no mirror is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from dashboard.cache.clocks import Judgement, judged
from dashboard.cache.reading import Reading
from dashboard.cache.statements import Statements
from dashboard.cache.wall_reading import WallReading
from dashboard.domain.asking import Moments
from dashboard.domain.dimension import Dimension, Tree
from dashboard.domain.fields import Privacy
from dashboard.domain.readmodel import ROLE
from dashboard.domain.scope import View

if TYPE_CHECKING:
    from dashboard.cache.clocks import Foresee

ONE_PICTURE = {"postgresql": "REPEATABLE READ"}
"""Engines whose default isolation shows a statement what another committed after the one before it."""


class Readings:
    """Opens readings over an engine that has the truth's tables.

    Args:
        engine: the mirror's, or the store's (SQLite, PostgreSQL).
        dimensions: the registered dimensions.
        trees: dimension → its own members with their parents, for dimensions that are trees within themselves.
    """

    def __init__(self, engine: Engine, dimensions: Mapping[str, Dimension],
                 trees: Mapping[str, Tree] | None = None) -> None:
        level = ONE_PICTURE.get(engine.dialect.name)
        self.engine = engine if level is None else engine.execution_options(isolation_level=level)
        self._statements = {kind.privacy: Statements(dimensions, engine.dialect.name, kind.privacy)
                            for kind in (Reading, WallReading)}
        self._may_become: bool | None = None
        self._trees = trees or {}

    @contextmanager
    def ask(self, view: View, now: Moments, working: Callable[[int], int] | None = None,
            privacy: Privacy = Privacy.STAFF, foresee: Foresee | None = None) -> Iterator[Reading]:
        """Yield a reading: one read transaction, one picture.

        Args:
            view: the two clocks.
            now: the present in the town's zone; the view's own moment wins over it.
            working: (n) → day number of the n-th working day after the moment of judgement.
            privacy: WALL reads the read model only, on PostgreSQL as the role that can read nothing else.
            foresee: what tells which open cases are likely late, for those who ask.
        """
        kind = WallReading if privacy is Privacy.WALL else Reading
        with self.engine.connect() as connection, connection.begin():
            if kind is WallReading:
                self._become(connection)
            judgement = Judgement(view, judged(view, now), working, foresee)
            yield kind(connection, self._statements[kind.privacy], judgement, self._trees)

    def _become(self, connection: Connection) -> None:
        """Put on the wall's role for the rest of the transaction, on an engine that has it."""
        if self.engine.dialect.name != "postgresql":
            return
        if self._may_become is None:
            asked = text("SELECT count(*) FROM pg_roles WHERE rolname = :role AND pg_has_role(oid, 'MEMBER')")
            self._may_become = bool(connection.execute(asked, {"role": ROLE}).scalar())
        if self._may_become:
            connection.execute(text(f"SET LOCAL ROLE {ROLE}"))
