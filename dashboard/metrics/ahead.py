"""Figures that count what happens within a period of their own, whatever period is looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dashboard.domain.asking import Ask, Moments
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import Scope
from dashboard.metrics.metric import Compute
from dashboard.metrics.totals import QUESTIONS, narrowed

Ends = Callable[[Moments], tuple[date | None, date | None]]
"""The moment of judgement → first and last day, None for open ends."""


def ahead(measure: str, ends: Ends) -> Compute:
    """Return what counts a measure between these ends."""
    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        own = scope.during(*ends(ask.now))
        figures = [Figure(member, float(n), QUESTIONS, n, drill=Drill(measure, narrowed(own, by, member)))
                   for member, n in ask.count(measure, own, by).items()]
        return tuple(sorted(figures, key=lambda figure: (-figure.n, figure.key)))

    return compute


def always(_: Moments) -> tuple[None, None]:
    """Return open ends."""
    return None, None
