"""The usual level behind a series: a dotted line in a quiet band, drawn under the marks (design §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.domain.usual import Level, usual
from layouts.desk.sight import DeskSight
from layouts.screens import Sight
from layouts.theme import DESK

BAND = "rgba(92, 107, 130, 0.16)"


def levels(sight: Sight, spans: Sequence[tuple[date, date]]) -> list[Level | None]:
    """Return what is usual for each span of days; nothing where the sight knows too little of the weeks before."""
    if not isinstance(sight, DeskSight) or sight.daily_since is None:
        return [None] * len(spans)
    return [usual(sight.daily, first, last, sight.daily_since) for first, last in spans]


def band(days: Sequence[str], found: Sequence[Level | None]) -> list[dict[str, Any]]:
    """Return the traces of the usual level: both ends of the band, and the middle; none where nothing is usual."""
    known = [(day, level) for day, level in zip(days, found, strict=True) if level is not None]
    if not known:
        return []
    x = [day for day, _ in known]
    quiet: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": x, "hoverinfo": "skip"}
    edge = {"width": 0, "shape": "hvh"}
    return [{**quiet, "y": [level.low for _, level in known], "line": edge},
            {**quiet, "y": [level.high for _, level in known], "line": edge, "fill": "tonexty", "fillcolor": BAND},
            {**quiet, "y": [level.middle for _, level in known],
             "line": {"width": 1.5, "dash": "dot", "color": DESK["muted"], "shape": "hvh"}}]
