"""The base that everything on the desk is compared with, when that is the year before; blocking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.figures import Figure
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import UNKNOWN, View
from dashboard.room import Room
from layouts.desk.base import then
from layouts.desk.glance import YEAR, Glance
from layouts.desk.numbers import NUMBERS


def compared(room: Room, board: Board, glance: Glance, divisions: Iterable[tuple[str, str]]) -> Board:
    """Return the board whose figures are compared with the base that the glance chose.

    Args:
        room: that answers.
        board: its figures are compared with the period before, or yesterday.
        glance: what is looked at.
        divisions: (metric, dimension) of the divisions whose changes are shown.
    """
    if glance.compare != YEAR:
        return board
    metrics = dict(board.metrics)
    for number in NUMBERS:
        found = metrics.get(number.metric)
        if found and not isinstance(found, Unavailable):
            metrics[number.metric] = (replace(found[0], before=_then(room, number.metric, glance, board)), *found[1:])
    for key, by in divisions:
        found = metrics.get(f"{key}_by_{by}")
        if found and not isinstance(found, Unavailable):
            metrics[f"{key}_by_{by}"] = _against(found, _members_then(room, (key, by), glance, board))
    return replace(board, metrics=metrics)


def _against(found: tuple[Figure, ...], former: Mapping[str, int] | None) -> tuple[Figure, ...]:
    return tuple(replace(f, before=None if former is None else float(former.get(f.key, 0))) for f in found)


def _members_then(room: Room, division: tuple[str, str], glance: Glance, board: Board) -> Mapping[str, int] | None:
    key, by = division
    former = glance.scope.a_year_before(board.on)
    return None if former is None else {f.key: f.n for f in room.metric(key, former, glance.view, by)}


def _then(room: Room, metric: str, glance: Glance, board: Board) -> float | None:
    measure = MEASURES.get(metric)
    if measure is not None and measure.period is None:
        return float(room.count(metric, glance.scope, View(then(board.at, YEAR), glance.view.known_at))[UNKNOWN])
    former = glance.scope.a_year_before(board.on)
    return room.metric(metric, former, glance.view)[0].value if former else None
