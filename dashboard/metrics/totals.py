"""Figures that are a count: of a measure's rows, with the count of the period before."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.metric import Metric, Window

QUESTIONS = "questions"
NOT_YESTERDAY = frozenset({"due_in_3_working_days", "due_tomorrow", "due_in_7_days", "likely_late"})
"""States whose change against yesterday says nothing: they move with the calendar, or with what is foreseen."""


def total(measure: str, window: Window = None, wall_by: Mapping[str, Window] | None = None) -> Metric:
    """Return the metric that counts one measure.

    What happens in a period is compared with the previous equal period, a state with the state a day before.
    """
    told = MEASURES[measure]

    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        counts = ask.count(measure, scope, by)
        before = _before(ask, measure, scope, by)
        figures = [_figure(measure, narrowed(scope, by, key), key, n, before) for key, n in counts.items()]
        return tuple(sorted(figures, key=lambda figure: (-figure.n, figure.key)))

    return Metric(measure, told.title, told.explain, f"count({measure})", QUESTIONS, (measure,), compute, window,
                  wall_by or {})


def narrowed(scope: Scope, by: str | None, key: str) -> Scope:
    """Return the scope of one member, or the scope itself for the whole."""
    return scope if by is None else scope.within(by, key)


def _figure(measure: str, scope: Scope, key: str, n: int, before: Mapping[str, int] | None) -> Figure:
    former = None if before is None else float(before.get(key, 0))
    return Figure(key, float(n), QUESTIONS, n, before=former, drill=Drill(measure, scope))


def _before(ask: Ask, measure: str, scope: Scope, by: str | None) -> Mapping[str, int] | None:
    if MEASURES[measure].period is not None:
        former = scope.before(ask.now.on)
        return None if former is None else ask.count(measure, former, by)
    if by is not None or measure in NOT_YESTERDAY:
        return None
    return {UNKNOWN: ask.earlier(1).count(measure, scope)[UNKNOWN]}
