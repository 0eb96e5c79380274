"""Figures that are a share: two measures, in percentage points, unrounded, with the interval that n allows."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.intervals import wilson
from dashboard.domain.scope import Scope
from dashboard.metrics.totals import narrowed

PERCENT = "percent"


class Share(NamedTuple):
    """`part` of `whole`, two measures of which the first counts rows that the second counts too."""

    part: str
    whole: str

    @property
    def measures(self) -> tuple[str, str]:
        """Both, for one statement."""
        return (self.part, self.whole)

    @property
    def formula(self) -> str:
        """The arithmetic in the measures' keys."""
        return f"100 × {self.part} / {self.whole}"

    def compute(self, ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        """Return the share of the whole, or of the members, largest first, each with that of the period before."""
        figures = self.figures(ask, scope, by)
        former = scope.before(ask.now.on)
        if former is not None:
            before = {figure.key: figure.value for figure in self.figures(ask, former, by)}
            figures = [replace(figure, before=before.get(figure.key)) for figure in figures]
        return tuple(sorted(figures, key=lambda figure: (-(figure.value or 0.0), figure.key)))

    def figures(self, ask: Ask, scope: Scope, by: str | None) -> list[Figure]:
        """Return the share of each member that has rows in the whole, or of the whole itself."""
        counts = ask.counts(self.measures, scope, by)
        return [self.figure(narrowed(scope, by, key), key, counts[self.part].get(key, 0), of)
                for key, of in counts[self.whole].items()]

    def figure(self, scope: Scope, key: str, n: int, of: int) -> Figure:
        """Return one share; nothing of nothing is unknown, not zero."""
        drill, whole = Drill(self.part, scope), Drill(self.whole, scope)
        if of == 0:
            return Figure(key, None, PERCENT, n, 0, state=Trust.EMPTY, drill=drill, whole=whole)
        low, high = wilson(n, of)
        return Figure(key, 100 * n / of, PERCENT, n, of, 100 * low, 100 * high, drill=drill, whole=whole)
