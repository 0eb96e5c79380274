"""What may be asked of the town's numbers, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.cache.board import Board, SourceState
from dashboard.cache.listing import COLUMNS
from dashboard.domain import naming
from dashboard.domain.clusters import Cluster
from dashboard.domain.dimension import Dimension
from dashboard.domain.figures import Figure
from dashboard.domain.measures import MEASURES, Measure
from dashboard.domain.people import EVERYBODY, OUTSIDE, RUNNERS, STAFF
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, UsageError
from dashboard.metrics.term_matrix import TermMatrix, matrix_of
from dashboard.metrics.weekly import Week, week_of
from dashboard.office import Office
from dashboard.store.cases import state_now, touched_since

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: `total` rows in all, and the rows asked for, each a flat mapping of stored columns."""

    total: int
    rows: Sequence[Row]


class Reckoning(Office):
    """The part of the room that counts and lists; `Room` is the whole of it."""

    def version(self) -> str:
        """Return the version of the live board."""
        self._admit(EVERYBODY)
        return self.house.published.version

    def ready(self) -> None:
        """Return once there is a live board; told to anybody, because it tells nothing.

        Raises:
            StoreError: the truth does not answer.
        """
        assert self.house.published.version

    def board(self, scope: Scope | None = None, view: View | None = None) -> Board:
        """Return the board of a scope, of the live town if none; computed once per version, scope and view."""
        self._admit(STAFF | OUTSIDE)
        self._admit_scope(scope or Scope(), view or View())
        return self.house.boards.board(scope or Scope(), view or View(), privacy=self.viewer.privacy)

    def count(self, measure: str, scope: Scope, view: View, by: str | None = None) -> Mapping[str, int]:
        """Return member → number of questions; {"": total} without `by`; the unknown member is ""."""
        self._admit(STAFF)
        self._known(measure, scope, by)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return ask.count(measure, scope, by)

    def rows(self, measure: str, scope: Scope, view: View, page: tuple[int, int] = (0, 1000),  # noqa: PLR0913, PLR0917
             order: Sequence[tuple[str, bool]] = (), columns: Sequence[str] = COLUMNS) -> Page:
        """Return exactly the questions that `count` counted: a page of (offset, limit).

        `page` is (offset, limit); `order` are (column, descending) pairs, the key breaks ties; `columns` are the
        stored columns wanted: a columnar copy is twice as quick for a third of them.

        Raises:
            AccessError: the viewer answers for some blocks only, and the scope holds others: no partial list.
        """
        self._admit(STAFF)
        self._known(measure, scope, None)
        self._list(scope.members.get("block", frozenset()))
        with self.house.asking(view, self.viewer.privacy) as ask:
            total = ask.count(measure, scope)[""]
            found = ask.rows(measure, scope, columns=columns, order=order, limit=page[1], offset=page[0])
            return Page(total, found)

    def metric(self, key: str, scope: Scope, view: View, by: str | None = None) -> tuple[Figure, ...]:
        """Return the figures of one metric, divided by a dimension if asked.

        Raises:
            UsageError: no such metric or dimension.
        """
        self._admit(STAFF)
        metric = self.house.metrics.get(key)
        if metric is None:
            known = ", ".join(self.house.metrics)
            raise UsageError("There is no metric {key}; known are: {known}", key=key, known=known)
        self._known(None, scope, by)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return self.house.boards.trusted(metric.compute(ask, scope, by), ask)

    def matrix(self, scope: Scope, view: View) -> TermMatrix:
        """Return department × channel: how many questions with a term came in the period, and how many are on time."""
        self._admit(STAFF)
        self._known(None, scope, None)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return matrix_of(ask, scope)

    def by_day(self, measure: str, scope: Scope, view: View) -> Mapping[date, int]:
        """Return civil day of the measure's period → number of questions; days without any are absent.

        Raises:
            UsageError: no such measure, or it is a state and happens on no day.
        """
        self._admit(STAFF)
        self._known(measure, scope, None)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return ask.by_day(measure, scope)

    def clusters(self, scope: Scope, view: View) -> tuple[Cluster, ...]:
        """Return heaps of cases at a place, most surprising first."""
        self._admit(STAFF)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return self.house.boards.clusters(ask, scope)

    def week(self, scope: Scope, view: View, *, year: bool = False) -> Week:
        """Return the counts of the scope's period for its sentences; compared with the `year` before if asked."""
        self._admit(STAFF)
        with self.house.asking(view, self.viewer.privacy) as ask:
            return week_of(ask, scope, year=year)

    def members(self, dimension: str) -> Mapping[str, str]:
        """Return member key → title of all members that occur, and of the vocabulary.

        Who only runs the room sees the vocabulary alone: what occurs is what sources said, houses and streets too.
        """
        self._admit(STAFF | RUNNERS)
        self._known(None, Scope(), dimension)
        if self.viewer.may(STAFF):
            return self.house.members(dimension)
        known = self.house.vocabularies().members.get(dimension, {})
        return {key: member.title for key, member in known.items()}

    def understood(self, scope: Scope) -> Scope:
        """Return the scope that a person wrote, with keys where they wrote titles.

        Raises:
            UsageError: a dimension or a member is unknown.
        """
        self._admit(STAFF)
        self._known(None, scope, None)
        return naming.understood(scope, self.house.members)

    def news(self, since: datetime) -> int:
        """Return of how many questions something was told after an instant."""
        self._admit(STAFF)
        with self.house.store.reading() as connection:
            return touched_since(connection, since)

    def health(self) -> tuple[SourceState, ...]:
        """Return the state of every source."""
        self._admit(EVERYBODY)
        return self.house.boards.sources(privacy=self.viewer.privacy)

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Return the registered dimensions."""
        return self.house.dimensions

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Return the registered measures."""
        return MEASURES

    def _list(self, blocks: frozenset[str]) -> None:
        """Let those pass who may list the cases of these blocks; none named means the whole town."""
        if not self.viewer.may_list(blocks):
            raise AccessError("Lists and cases are open to those who answer for their block")

    def _touch(self, question: int | None) -> None:
        """Let those pass who answer for a question that an act is about; an act about none is everybody's.

        Raises:
            UsageError: there is no such question.
        """
        if question is None:
            return
        with self.house.store.reading() as connection:
            state = state_now(connection, int(question))
        if state is None:
            raise UsageError("There is no question with the number {text}", text=question)
        self._list(frozenset({str(state.get("block") or "")}))

    def _known(self, measure: str | None, scope: Scope, by: str | None) -> None:
        if measure is not None and measure not in MEASURES:
            raise UsageError("There is no measure {key}; known are: {known}", key=measure, known=", ".join(MEASURES))
        for key in [*scope.members, *([by] if by else [])]:
            if key not in self.house.dimensions:
                known = ", ".join(self.house.dimensions)
                raise UsageError("There is no dimension {key}; known are: {known}", key=key, known=known)
