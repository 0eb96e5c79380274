"""The decree's four axes (2.2-3): quantity, quality, speed, fullness: by department, alphabetically, unplaced.

What a department did is a share with its interval; under five cases nobody is judged.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Figure, Trust
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.metrics.metric import Metric
from dashboard.metrics.shares import PERCENT, Share

DEPARTMENT = "department"
ENOUGH = 5
WINDOW = 91


def axis(key: str, share: Share, title: str, explain: str) -> Metric:
    """Return one axis: undivided the town first, then every department that is known, by name.

    Divided by a dimension it is its members alone, and the key "" is the unknown one as everywhere.
    """

    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        figures = share.figures(ask, scope, by or DEPARTMENT)
        members = tuple(unjudged(figure) for figure in sorted(figures, key=lambda figure: figure.key))
        if by is not None:
            return members
        return (*share.figures(ask, scope, None), *(figure for figure in members if figure.key != UNKNOWN))

    return Metric(key, title, explain, share.formula, PERCENT, share.measures, compute, window=WINDOW,
                  axis=DEPARTMENT)


def unjudged(figure: Figure) -> Figure:
    """Return the figure, or without its value where too few cases carry it."""
    if (figure.of or 0) >= ENOUGH:
        return figure
    return replace(figure, value=None, low=None, high=None, state=Trust.TOO_FEW)
