"""How many terms are likely to be broken: cases that are, and what is expected of terms that end soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import narrowed, total

EXPECTED = "expected"
DEPARTMENTS = {"department": None}


def awaited(key: str, measure: str, title: str, explain: str) -> Metric:
    """Return the metric that sums the probabilities of being late over the open cases of a measure."""
    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        counts = ask.count(measure, scope, by)
        chances = _chances(ask, measure, scope, by) if any(counts.values()) and ask.foreseen.enough else {}
        figures = [_figure(ask, Drill(measure, narrowed(scope, by, member)), n, (member, chances.get(member, ())))
                   for member, n in counts.items()]
        return tuple(sorted(figures, key=lambda figure: (-(figure.value or 0.0), figure.key)))

    return Metric(key, title, explain, f"sum(P(late)) over {measure}", EXPECTED, (measure,), compute,
                  wall_by=DEPARTMENTS)


def _chances(ask: Ask, measure: str, scope: Scope, by: str | None) -> dict[str, list[float]]:
    """Return member → probabilities of being late of the open cases of a measure."""
    from dashboard.domain.termed import COLUMNS, cases_of  # noqa: PLC0415  (mathematics: for those who ask)
    columns = COLUMNS if by is None or by in COLUMNS else (*COLUMNS, by)
    rows = ask.rows(measure, scope, columns=columns)
    told = ask.foreseen.of(cases_of(rows, ask.now.zone))
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["id"] in told:
            found[UNKNOWN if by is None else row[by] or UNKNOWN].append(told[row["id"]])
    return found


def _figure(ask: Ask, drill: Drill, n: int, told: tuple[str, Sequence[float]]) -> Figure:
    """Return the expected number of late ones among n; unknown where nothing is foreseen or a row has no forecast."""
    from dashboard.domain.foreseen import expected  # noqa: PLC0415  (mathematics: for those who ask)
    member, chances = told
    if n == 0:
        return Figure(member, 0.0, EXPECTED, 0, low=0.0, high=0.0, drill=drill)
    if not ask.foreseen.enough or len(chances) != n:
        return Figure(member, None, EXPECTED, n, state=Trust.TOO_FEW, drill=drill)
    found = expected(chances)
    return Figure(member, found.mean, EXPECTED, n, low=float(found.low), high=float(found.high), drill=drill)


LIKELY_LATE = total("likely_late", wall_by=DEPARTMENTS)
BREACHES_TOMORROW = awaited(
    "breaches_tomorrow", "due_tomorrow", "Late tomorrow, expected",
    "Of the open questions whose term ends tomorrow, how many are expected to miss it, with an interval of 95 %.",
)
BREACHES_IN_7_DAYS = awaited(
    "breaches_in_7_days", "due_in_7_days", "Late in seven days, expected",
    "Of the open questions whose term ends within the next seven days, how many are expected to miss it, with an "
    "interval of 95 %.",
)
