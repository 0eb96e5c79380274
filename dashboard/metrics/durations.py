"""Figures that are a duration: a quantile in days, with the number of questions it rests on."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.totals import narrowed

DAYS = "days"
SHARES = (0.5, 0.9)
MEDIAN, P90 = range(len(SHARES))


class Duration(NamedTuple):
    """The time from receipt to a moment, over the rows of the measure that looks at this moment.

    Attributes:
        end: field of the moment at which it ends.
        measure: every row of it has that moment.
        which: MEDIAN or P90; both come from one statement.
    """

    end: str
    measure: str
    which: int

    @property
    def formula(self) -> str:
        """The arithmetic in the measures' keys."""
        return f"{'median' if self.which == MEDIAN else 'p90'}({self.end} − received) over {self.measure}"

    def compute(self, ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        """Return the quantile of the whole, or of the members, longest first."""
        found = ask.spread(("received", self.end), self.measure, scope, SHARES, by)
        if by is None and UNKNOWN not in found:
            return (Figure(UNKNOWN, None, DAYS, 0, state=Trust.EMPTY, drill=Drill(self.measure, scope)),)
        figures = [Figure(key, spread.values[self.which], DAYS, spread.n,
                          drill=Drill(self.measure, narrowed(scope, by, key))) for key, spread in found.items()]
        return tuple(sorted(figures, key=lambda figure: (-(figure.value or 0.0), figure.key)))
