"""Figures by day: one per civil day of the period, days without rows included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import Scope
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

DAY = timedelta(days=1)


def series(key: str, measure: str, title: str, explain: str) -> Metric:
    """Return the metric that counts a measure day by day; a figure's key is the ISO date."""

    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        if by is not None:
            raise UsageError("{name} is divided by itself and by no dimension", name=key)
        found = ask.by_day(measure, scope)
        return tuple(_figure(measure, scope, day, found.get(day, 0)) for day in days_of(scope, found, ask.now.on))

    return Metric(key, title, explain, f"count({measure})", QUESTIONS, (), compute, window=56, axis="day")


def days_of(scope: Scope, found: Mapping[date, int], today: date) -> list[date]:
    """Return the days of the period up to today; an open beginning begins with the first row."""
    known = sorted(found)
    first = scope.since or (known[0] if known else today)
    last = max([min(scope.until or today, today), *known[-1:]])
    return [first + DAY * step for step in range((last - first).days + 1)]


def _figure(measure: str, scope: Scope, day: date, n: int) -> Figure:
    return Figure(day.isoformat(), float(n), QUESTIONS, n, drill=Drill(measure, scope.during(day, day)))
