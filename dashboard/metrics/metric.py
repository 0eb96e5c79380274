"""The shape of a metric: a figure with its definition, computed from what the mirror answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Figure
from dashboard.domain.scope import Scope

SELF_DIVIDED = frozenset({"day", "mark"})
"""Axes that are no dimension of the town."""
THIS_WEEK: Final = "week"
"""The window of figures that look at the town's reporting week."""
Window = int | Literal["week"] | None
Compute = Callable[[Ask, Scope, str | None], tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the town.

    Attributes:
        key: its name in the command line, the API and on the board.
        title: gettext key of the short name.
        explain: gettext key of the definition in a sentence.
        formula: gettext key of how it is computed.
        unit: unit of the value, see `Figure.unit`.
        measures: the measures it counts.
        compute: (ask, scope, dimension or None) → figures, the whole first.
        window: days back from today that the wall looks at, or the reporting week; None is the state, or all time.
        wall_by: dimension → window, for the divisions that the wall shows.
        axis: what its members are when nobody asks for a dimension: `day`, `mark`, a dimension's key, or None.
    """

    key: str
    title: str
    explain: str
    formula: str
    unit: str
    measures: tuple[str, ...]
    compute: Compute
    window: Window = None
    wall_by: Mapping[str, Window] = field(default_factory=dict)
    axis: str | None = None
