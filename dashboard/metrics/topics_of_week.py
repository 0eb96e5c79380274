"""What people write about in the reporting week beside the same days of the week before, vanished topics included."""

from __future__ import annotations

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.metric import THIS_WEEK, Metric
from dashboard.metrics.totals import QUESTIONS

MEASURE = "received"


def _compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
    axis, former = by or "topic", scope.before(ask.now.on)
    whole = _figures(ask, scope, former, None)
    return (*whole, *sorted(_figures(ask, scope, former, axis), key=_larger))


def _larger(figure: Figure) -> tuple[float, str]:
    return -max(float(figure.n), figure.before or 0.0), figure.key


def _figures(ask: Ask, scope: Scope, former: Scope | None, by: str | None) -> list[Figure]:
    now = ask.count(MEASURE, scope, by)
    before = {} if former is None else ask.count(MEASURE, former, by)
    return [_figure(scope if by is None else scope.within(by, key), key, now.get(key, 0),
                    None if former is None else float(before.get(key, 0)))
            for key in ({UNKNOWN} if by is None else {*now, *before})]


def _figure(scope: Scope, key: str, n: int, before: float | None) -> Figure:
    return Figure(key, float(n), QUESTIONS, n, before=before, drill=Drill(MEASURE, scope))


TOPICS_OF_WEEK = Metric(
    "topics_of_week", "Topics of the week",
    "Questions received in the reporting week by topic, beside the same days of the week before.",
    f"count({MEASURE})", QUESTIONS, (MEASURE,), _compute, window=THIS_WEEK, axis="topic",
)
