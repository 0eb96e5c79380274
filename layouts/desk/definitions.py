"""What every number means: definition, formula, and today's worked example, whose numbers open their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.dimension import Dimension
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.measures import Measure
from dashboard.domain.scope import View
from dashboard.metrics.metric import Metric
from dashboard.words import Words
from layouts.address import address
from layouts.desk.evidence import resting_on, value_of
from layouts.desk.formula import Formula
from layouts.desk.glance import Glance
from layouts.desk.heading import period_words
from layouts.desk.rich import rich

NAMED = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A measure counted now: how many, and its rows."""

    n: int
    drill: Drill


class Pages:
    """Writes the three parts of the definitions.

    Args:
        board: the town now, whose figures are the worked examples.
        formula: writes predicates.
        words: of the reader.
    """

    def __init__(self, board: Board, formula: Formula, words: Words) -> None:
        self._board, self._formula, self._words = board, formula, words

    def metrics(self, metrics: Mapping[str, Metric]) -> list[Any]:
        """Return an entry per metric."""
        return [self._entry(metric.key, metric.title, metric.explain, self._formula.arithmetic(metric.formula),
                            self._figure(metric)) for metric in metrics.values()]

    def measures(self, measures: Mapping[str, Measure], examples: Mapping[str, Example]) -> list[Any]:
        """Return an entry per measure: the very predicate that is counted, and how many it counts now."""
        return [self._entry(f"measure-{key}", measure.title, measure.explain, self._predicate(measure),
                            self._counted(examples[key])) for key, measure in measures.items()]

    def dimensions(self, dimensions: Mapping[str, Dimension], members: Mapping[str, Sequence[tuple[str, Example]]]
                   ) -> list[Any]:
        """Return an entry per dimension: how many members it has, and the most frequent ones."""
        return [self._entry(f"dimension-{key}", dimension.title, "", self._level(dimension, dimensions),
                            self._members(members[key])) for key, dimension in dimensions.items()]

    def _entry(self, key: str, title: str, explain: str, formula: str, example: Any) -> Any:  # noqa: PLR0913, PLR0917
        words = self._words
        parts: list[Any] = [html.H3(html.A(words(title), href=f"#{key}"))]
        parts += [html.P(words(explain))] if explain else []
        parts += [html.P([html.Span(words("Formula: "), className="desk-muted"), formula])] if formula else []
        parts += [html.P([html.Span(words("Now: "), className="desk-muted"), *example])] if example else []
        return html.Article(parts, id=key, className="desk-definition")

    def _figure(self, metric: Metric) -> list[Any]:
        found = self._board.metrics.get(metric.key, ())
        if isinstance(found, Unavailable) or not found:
            return [self._words("cannot be counted now")]
        shown = found[-1] if metric.axis in ("day", "mark") else found[0]
        said = self._linked(value_of(shown, self._words), shown.drill)
        n = resting_on(shown, self._words)
        return [*self._of(metric, shown), said, f" ({n})" if n else "", self._window(shown)]

    def _of(self, metric: Metric, figure: Figure) -> list[Any]:
        if metric.axis == "mark":
            return [self._words("mark {mark}: ", mark=figure.key)]
        return [self._words("today: ")] if metric.axis == "day" else []

    def _window(self, figure: Figure) -> str:
        scope = figure.drill.scope if figure.drill else None
        if scope is None or scope.since is None or scope.since == scope.until:
            return ""
        return f", {period_words(Glance(scope), self._words)}"

    def _linked(self, said: str, drill: Drill | None) -> Any:
        view = View(self._board.at, self._board.at)
        return html.A(said, href=address(drill, view)) if drill else said

    def _predicate(self, measure: Measure) -> str:
        said = self._formula.of(measure.where)
        if measure.period is None:
            return said + self._words("; the state at the moment of judgement")
        return said + self._words("; the period looks at: {field}", field=self._words(f"field {measure.period}"))

    def _counted(self, example: Example) -> list[Any]:
        n = self._linked(self._words.number(example.n), example.drill)
        return rich(self._words, "questions: {n}", n=n)

    def _level(self, dimension: Dimension, dimensions: Mapping[str, Dimension]) -> str:
        if dimension.parent is None:
            return ""
        return self._words("a part of: {parent}", parent=self._words(dimensions[dimension.parent].title))

    def _members(self, members: Sequence[tuple[str, Example]]) -> list[Any]:
        shown: list[Any] = [self._words("{n} members; ", n=self._words.number(len(members)))]
        for place, (title, example) in enumerate(members[:NAMED]):
            link = self._linked(self._words.number(example.n), example.drill)
            shown += [", " if place else "", f"{title or self._words('not stated')} — ", link]
        return shown if members else []
