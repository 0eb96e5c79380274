"""How people rated the answers: five counts."""

from __future__ import annotations

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

MARKS = (1, 2, 3, 4, 5)


def _compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
    if by is not None:
        raise UsageError("{name} is divided by itself and by no dimension", name="ratings")
    found = ask.ratings(scope).get(UNKNOWN, {})
    of = sum(found.values())
    return tuple(Figure(str(mark), float(found.get(mark, 0)), QUESTIONS, found.get(mark, 0), of,
                        drill=Drill(f"rated_{mark}", scope), whole=Drill("rated", scope)) for mark in MARKS)


RATINGS = Metric(
    "ratings", "Ratings", "The answers rated in the period, by the mark that people gave.",
    "count(rated_1), …, count(rated_5)", QUESTIONS, tuple(f"rated_{mark}" for mark in MARKS), _compute, window=91,
    axis="mark",
)
