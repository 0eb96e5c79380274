"""The one door: everything that screens, API, command line and exports may ask or do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.cache.board import Board, SourceState
from dashboard.cache.listing import COLUMNS
from dashboard.domain import naming
from dashboard.domain.acts import Act
from dashboard.domain.clusters import Cluster
from dashboard.domain.dimension import Dimension
from dashboard.domain.exports import Level
from dashboard.domain.figures import Figure
from dashboard.domain.measures import MEASURES, Measure
from dashboard.domain.people import EVERYBODY, STAFF, TEXTS, Actor
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.weekly import Week, week_of
from dashboard.office import Office
from dashboard.store.cases import Case, find_case, touched_since
from dashboard.store.rows import flat_row
from dashboard.store.stage import Stage

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: `total` rows in all, and the rows asked for, each a flat mapping of stored columns."""

    total: int
    rows: Sequence[Row]


class Room(Office):
    """The room as one viewer sees it; every method checks the viewer's rights, deny by default."""

    def version(self) -> str:
        """Return the version of the live board."""
        self._admit(EVERYBODY)
        return self.house.published.version

    def board(self, scope: Scope | None = None, view: View | None = None) -> Board:
        """Return the board of a scope; computed once per version, scope and view."""
        self._admit(EVERYBODY)
        self._admit_scope(scope or Scope())
        return self.house.boards.board(scope or Scope(), view or View(), privacy=self.viewer.privacy)

    def count(self, measure: str, scope: Scope, view: View, by: str | None = None) -> Mapping[str, int]:
        """Return member → number of questions; {"": total} without `by`; the unknown member is ""."""
        self._admit(EVERYBODY)
        self._known(measure, scope, by)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return ask.count(measure, scope, by)

    def rows(self, measure: str, scope: Scope, view: View, page: tuple[int, int] = (0, 1000),  # noqa: PLR0913, PLR0917
             order: Sequence[tuple[str, bool]] = (), columns: Sequence[str] = COLUMNS) -> Page:
        """Return exactly the questions that `count` counted: a page of (offset, limit).

        `page` is (offset, limit); `order` are (column, descending) pairs, the key breaks ties; `columns` are the
        stored columns wanted: a columnar copy is twice as quick for a third of them.
        """
        self._admit(STAFF)
        self._known(measure, scope, None)
        with self.house.asking(view, self.viewer.privacy) as ask:
            total = ask.count(measure, scope)[""]
            found = ask.rows(measure, scope, columns=columns, order=order, limit=page[1], offset=page[0])
            return Page(total, found)

    def metric(self, key: str, scope: Scope, view: View, by: str | None = None) -> tuple[Figure, ...]:
        """Return the figures of one metric, divided by a dimension if asked.

        Raises:
            UsageError: no such metric or dimension.
        """
        self._admit(EVERYBODY)
        metric = self.house.metrics.get(key)
        if metric is None:
            known = ", ".join(self.house.metrics)
            raise UsageError("There is no metric {key}; known are: {known}", key=key, known=known)
        self._known(None, scope, by)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return self.house.boards.trusted(metric.compute(ask, scope, by), ask)

    def clusters(self, scope: Scope, view: View) -> tuple[Cluster, ...]:
        """Return heaps of cases at a place, most surprising first."""
        self._admit(EVERYBODY)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return self.house.boards.clusters(ask, scope)

    def week(self, scope: Scope, view: View, *, year: bool = False) -> Week:
        """Return the counts of the scope's period for its sentences; compared with the `year` before if asked."""
        self._admit(EVERYBODY)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return week_of(ask, scope, year=year)

    def export(self, key: str, measure: str, scope: Scope, view: View, level: Level = Level.STAFF) -> bytes:  # noqa: PLR0913, PLR0917
        """Return a snapshot or a list in a format; for those who see the read model only, a public one.

        Raises:
            UsageError: no such format.
        """
        found = self.house.exports.get(key)
        if found is None:
            known = ", ".join(self.house.exports)
            raise UsageError("There is no export {key}; known are: {known}", key=key, known=known)
        self._admit(found.access)
        self._admit_scope(scope)
        self._known(measure, scope, None)
        frozen = View(view.as_of or self.house.now(), view.known_at)
        return found.write(self, measure, scope, frozen, level.within(self.viewer.privacy))

    def members(self, dimension: str) -> Mapping[str, str]:
        """Return member key → title of all members that occur, and of the vocabulary."""
        self._known(None, Scope(), dimension)
        return self.house.members(dimension)

    def understood(self, scope: Scope) -> Scope:
        """Return the scope that a person wrote, with keys where they wrote titles.

        Raises:
            UsageError: a dimension or a member is unknown.
        """
        self._admit(EVERYBODY)
        self._known(None, scope, None)
        return naming.understood(scope, self.house.members)

    def find(self, text: str, limit: int = 20) -> Sequence[Row]:
        """Return questions whose number, street or topic contains the text."""
        self._admit(STAFF)
        return self.house.find(text, limit)

    def case(self, source: str, external_id: str, question: str = "1") -> Case:
        """Return one question with its events; texts only for those who may read them.

        Raises:
            UsageError: there is no such question.
        """
        self._admit(STAFF)
        with self.house.store.reading() as connection:
            vault = self.house.store.vault if self.viewer.may(TEXTS) else None
            found = find_case(connection, vault, (source, external_id, question))
        if found is None:
            raise UsageError("There is no question {id} of {source}", id=external_id, source=source)
        return found

    @staticmethod
    def flat(case: Case) -> Row:
        """Return a question's state as a row of a list."""
        return {**flat_row(case.state), **case.key._asdict()}

    def news(self, since: datetime) -> int:
        """Return of how many questions something was told after an instant."""
        self._admit(EVERYBODY)
        with self.house.store.reading() as connection:
            return touched_since(connection, since)

    def health(self) -> tuple[SourceState, ...]:
        """Return the state of every source."""
        self._admit(EVERYBODY)
        return self.house.boards.sources(privacy=self.viewer.privacy)

    def do(self, act: str, **inputs: Any) -> tuple[str, dict[str, Any]]:
        """Do an act and return what the person is told: (gettext template, values).

        Raises:
            UsageError: no such act, or an input is missing.
            AccessError: the viewer may not do it.
        """
        found: Act | None = self.house.acts.get(act)
        if found is None or set(inputs) != set(found.needs):
            raise UsageError("There is no act {act} with these inputs", act=act)
        self._admit(found.access)
        stage = Stage(self.house.store, self.house.teller(), self.house.now())
        answer = found.apply(stage, Actor("person", self.viewer.name), **inputs)
        self.house.follow()
        return answer

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Return the registered dimensions."""
        return self.house.dimensions

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Return the registered measures."""
        return MEASURES

    def _known(self, measure: str | None, scope: Scope, by: str | None) -> None:
        if measure is not None and measure not in MEASURES:
            raise UsageError("There is no measure {key}; known are: {known}", key=measure, known=", ".join(MEASURES))
        for key in [*scope.members, *([by] if by else [])]:
            if key not in self.house.dimensions:
                known = ", ".join(self.house.dimensions)
                raise UsageError("There is no dimension {key}; known are: {known}", key=key, known=known)
