"""A board out of one reading: all figures of a scope, each with its trust; what fails leaves the rest alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import NamedTuple, TypeVar

import structlog

from dashboard.cache.board import Board, SourceState, Unavailable, WallAlert, WallCase
from dashboard.cache.planning import gather, looked_at
from dashboard.cache.queues import MEMBERS, queues
from dashboard.cache.reading import Reading
from dashboard.cache.trust import Heard, health, trusted
from dashboard.domain.clusters import Cluster
from dashboard.domain.disclosure import rated
from dashboard.domain.doubts import Doubts
from dashboard.domain.fields import Privacy
from dashboard.domain.figures import Figure
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import RoomError
from dashboard.metrics.metric import SELF_DIVIDED, Metric, Window

LOG = structlog.get_logger("board")
USUAL_DAYS = 364
"""Fifty-two weeks: the inflow against which a silent source is weighed."""
FAILED = "This figure cannot be computed now"
Figures = tuple[Figure, ...]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a board shows besides numbers.

    Attributes:
        town: its name.
        demo: whether its life is invented.
        metrics: the registered metrics.
        title: (dimension, member) → the member's title.
        heard: what the store knows of every source.
        clusters: (reading, scope) → heaps of cases at a place.
        alerts: reading → the alerts that stand, as the wall may show them.
        doubts: what must be doubted of stored terms; None where it is not known.
    """

    town: str
    demo: bool
    metrics: Mapping[str, Metric]
    title: Callable[[str, str], str]
    heard: tuple[Heard, ...]
    clusters: Callable[[Reading, Scope], tuple[Cluster, ...]]
    alerts: Callable[[Reading], tuple[WallAlert, ...]] = lambda _: ()
    doubts: Doubts | None = None


def compute_board(reading: Reading, scope: Scope, frame: Frame, *, windows: bool) -> Board:
    """Return the board of a scope, without a version.

    Args:
        reading: one picture of the town.
        scope: what is looked at.
        frame: everything besides numbers.
        windows: whether figures look at windows of their own where no period is chosen, as on the wall.
    """
    sources = weighed(reading, frame.heard)
    metrics = frame.metrics
    _attempt("counts", partial(gather, reading, metrics.values(), scope, windows=windows))
    figures = {entry.key: _entry(reading, entry, scope, sources, windows=windows)
               for metric in metrics.values() for entry in _entries(metric)}
    waiting = _attempt("queues", partial(queues, reading, scope, frame.doubts))
    heaps = _attempt("clusters", partial(frame.clusters, reading, scope))
    received = looked_at(scope, metrics["received"].window if windows else None, reading.now)
    columns = () if isinstance(waiting, Unavailable) else waiting
    alerts = _alerts(reading, scope, frame)
    return Board("", reading.now.at, reading.now.on, reading.view, scope, frame.town, frame.demo, figures,
                 _titles(figures, metrics, (*(case for column in columns for case in column.cases), *alerts),
                         frame.title), columns, heaps, sources, reading.count_appeals(received), reading.now.week,
                 alerts)


def _alerts(reading: Reading, scope: Scope, frame: Frame) -> tuple[WallAlert, ...]:
    """Return the alerts that stand: of the whole town now; they are no history of it, and no part."""
    if not reading.view.live or scope != Scope():
        return ()
    found = _attempt("alerts", partial(frame.alerts, reading))
    return () if isinstance(found, Unavailable) else found


def weighed(reading: Reading, heard: tuple[Heard, ...]) -> tuple[SourceState, ...]:
    """Return the health of all sources, each with its part of the usual inflow."""
    year = Scope(reading.now.on - timedelta(days=USUAL_DAYS - 1))
    return health(heard, reading.count("received", year, "source"), reading.now.at)


class _Entry(NamedTuple):
    key: str
    metric: Metric
    by: str | None
    window: Window


def _entries(metric: Metric) -> list[_Entry]:
    """Return the places of a metric on a board: its own, and one per dimension that the wall divides it by."""
    divided = [_Entry(f"{metric.key}_by_{by}", metric, by, window) for by, window in metric.wall_by.items()]
    return [_Entry(metric.key, metric, None, metric.window), *divided]


def _entry(reading: Reading, entry: _Entry, scope: Scope, sources: tuple[SourceState, ...], *, windows: bool
           ) -> Figures | Unavailable:
    seen = looked_at(scope, entry.window if windows else None, reading.now)
    found = _attempt(entry.key, partial(_figures, reading, entry, seen))
    if isinstance(found, Unavailable):
        return found
    told = found if reading.privacy is Privacy.STAFF else [rated(figure) for figure in found]
    return tuple(trusted(figure, sources, reading.now.at) for figure in told)


def _figures(reading: Reading, entry: _Entry, scope: Scope) -> Figures:
    whole = entry.metric.compute(reading, scope, None)
    return whole if entry.by is None else (*whole, *entry.metric.compute(reading, scope, entry.by))


def _attempt(what: str, compute: Callable[[], Result]) -> Result | Unavailable:
    """Return the result, or why there is none: one figure must not darken the wall."""
    try:
        return compute()
    except RoomError as told:
        LOG.warning("figure unavailable", figure=what, reason=str(told))
        return Unavailable(told.template)
    except Exception:
        LOG.exception("figure failed", figure=what)
        return Unavailable(FAILED)


def _titles(figures: Mapping[str, Figures | Unavailable], metrics: Mapping[str, Metric],
            named: Iterable[WallCase | WallAlert], title: Callable[[str, str], str]) -> dict[str, dict[str, str]]:
    """Return dimension → member → title of all members that the board shows."""
    found: dict[str, dict[str, str]] = {}
    for metric in metrics.values():
        for entry in _entries(metric):
            shown, by = figures[entry.key], entry.by or metric.axis
            if by is not None and by not in SELF_DIVIDED and not isinstance(shown, Unavailable):
                found.setdefault(by, {}).update((f.key, title(by, f.key)) for f in shown if f.key != UNKNOWN)
    for one in named:
        for by in MEMBERS:
            if key := getattr(one, by, UNKNOWN):
                found.setdefault(by, {})[key] = title(by, key)
    return found
