"""What a board will ask, known beforehand: so that it is asked in a few statements instead of one per figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dashboard.cache.reading import Reading
from dashboard.domain.asking import Moments
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope
from dashboard.metrics.metric import SELF_DIVIDED, THIS_WEEK, Metric, Window
from dashboard.metrics.totals import NOT_YESTERDAY


def looked_at(scope: Scope, window: Window, now: Moments) -> Scope:
    """Return the scope with the figure's own window up to now, if it has one and no period is chosen.

    The reporting week is looked at whole, so that its elapsed part is compared with that of the week before.
    """
    if window is None or scope.since is not None or scope.until is not None:
        return scope
    if window == THIS_WEEK:
        return scope.during(*now.week)
    return scope.during(now.on - timedelta(days=window - 1), None)


def gather(reading: Reading, metrics: Iterable[Metric], scope: Scope, *, windows: bool) -> None:
    """Let the reading count what these metrics will ask of it, whole and by their dimensions.

    Args:
        reading: will remember the counts.
        metrics: those of the board.
        scope: of the board.
        windows: whether figures look at windows of their own where no period is chosen.
    """
    parts = list(metrics)
    now = reading.now
    reading.gather(_pairs(((m, looked_at(scope, m.window if windows else None, now)) for m in parts), now.on))
    divided: dict[str, list[tuple[Metric, Scope]]] = {}
    for metric in parts:
        for dimension, window in _dimensions(metric).items():
            seen = looked_at(scope, window if windows else None, now)
            divided.setdefault(dimension, []).append((metric, seen))
    _gather_divided(reading, {dimension: _pairs(asked, now.on) for dimension, asked in divided.items()})
    states = [m for metric in parts for m in metric.measures if _compared_with_yesterday(m)]
    reading.earlier(1).gather((measure, scope) for measure in dict.fromkeys(states))


def _gather_divided(reading: Reading, asked: Mapping[str, list[tuple[str, Scope]]]) -> None:
    """Count dimensions that ask for the same in one pass over the rows."""
    groups: list[tuple[list[tuple[str, Scope]], list[str]]] = []
    for dimension, pairs in asked.items():
        alike = next((group for group in groups if group[0] == pairs), None)
        if alike is None:
            groups.append((pairs, [dimension]))
        else:
            alike[1].append(dimension)
    for pairs, dimensions in groups:
        reading.gather(pairs, dimensions)


def _dimensions(metric: Metric) -> Mapping[str, Window]:
    if metric.axis is None:
        return metric.wall_by
    return {} if metric.axis in SELF_DIVIDED else {metric.axis: metric.window}


def _pairs(asked: Iterable[tuple[Metric, Scope]], today: date) -> list[tuple[str, Scope]]:
    found: list[tuple[str, Scope]] = []
    for metric, scope in asked:
        compared = metric.axis is None or metric.window == THIS_WEEK
        former = scope.before(today) if compared else None
        found += [(measure, each) for each in (scope, former) if each is not None for measure in metric.measures]
    return found


def _compared_with_yesterday(measure: str) -> bool:
    return MEASURES[measure].period is None and measure not in NOT_YESTERDAY
