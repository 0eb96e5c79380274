"""How long the longest open question has been waiting."""

from __future__ import annotations

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.moments import day_number
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.durations import DAYS
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import narrowed


def _compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
    counts, oldest = ask.count("open", scope, by), ask.oldest("open", scope, by)
    if by is None and UNKNOWN not in oldest:
        return (Figure(UNKNOWN, None, DAYS, 0, state=Trust.EMPTY, drill=Drill("open", scope)),)
    today = day_number(ask.now.on)
    figures = [Figure(key, float(today - day), DAYS, counts[key], drill=Drill("open", narrowed(scope, by, key)))
               for key, day in oldest.items()]
    return tuple(sorted(figures, key=lambda figure: (-(figure.value or 0.0), figure.key)))


OLDEST_OPEN = Metric(
    "oldest_open", "Longest open", "How many days ago the oldest question that is still open was received.",
    "today − min(received) over open", DAYS, ("open",), _compute,
)
