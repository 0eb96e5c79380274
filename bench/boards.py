"""One size of town: from the start to the board, the seam, the truth's own engine, and what comes after numbers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bench.drilling import drill
from bench.importing import imported
from bench.judging import judged
from bench.measuring import memory, took, usual
from bench.recounting import recounted
from bench.statements import listening, seam
from bench.town import AT, LAST_DAY, town
from bench.watching import watched
from dashboard.cache.board import Board
from dashboard.cache.composing import Frame, compute_board
from dashboard.cache.heaps import heaps
from dashboard.cache.mirror import Mirror
from dashboard.cache.readings import Readings
from dashboard.cache.trust import Heard
from dashboard.domain.asking import Moments
from dashboard.domain.dimension import Dimension
from dashboard.domain.moments import day_of, instant_of
from dashboard.domain.scope import Scope, View
from dashboard.metrics.metric import Metric
from dashboard.registry import discover
from dashboard.store.engine import open_engine
from dashboard.town import load_town
from dashboard.words import Words
from layouts.plan import plan_around
from layouts.walls import drawer

ZONE = ZoneInfo("UTC")
NOW = Moments(instant_of(AT), day_of(LAST_DAY), ZONE)
SCOPES = {"30 days": Scope(day_of(LAST_DAY - 29), day_of(LAST_DAY)), "all time": Scope()}
BOUNDS = {"30 days": 5.0, "all time": 30.0}
IMPORTED = 200_000
"""Rows of the largest import measured: the pace no longer changes beyond."""
IMPORTS, ASKED_PACE = 3, 15_000
JUDGED = 100_000


class Line(NamedTuple):
    """One figure of the bench: what, how much, and what the issue asks for."""

    what: str
    value: str
    asked: str = ""


def measured(folder: Path, count: int, times: int) -> Iterator[Line]:
    """Yield the figures of a town of `count` questions."""
    folder.mkdir(parents=True, exist_ok=True)
    town(folder / f"town_{count}.db", count).dispose()
    truth = open_engine(f"sqlite:///{folder}/town_{count}.db")
    dimensions = discover("dashboard.domain.dimensions", Dimension)
    frame = _frame()
    start = perf_counter()
    mirror = Mirror(truth, dimensions)
    mirror.load()
    board = _board(mirror, Scope(), frame, windows=True)
    now, peak = memory()
    yield Line("start to first board", f"{perf_counter() - start:.1f} s", "≤ 15 s at 1 M")
    yield Line("memory", f"{now:.0f} MB, peak {peak:.0f} MB", "≤ 1500 MB at 1 M")
    for name, scope in SCOPES.items():
        yield from _scope(name, scope, (mirror, Readings(truth, dimensions)), frame, times)
    yield from _after(mirror, board, times)
    seen = watched(mirror, NOW, working)
    yield Line(f"the vigil looks at all ladders, {seen.findings:,} findings", f"{seen.look:.0f} ms")
    yield Line("forecasts learnt, then told again", f"{seen.learnt:.0f} ms, {seen.told:.0f} ms")
    drilled, followed = drill(mirror, truth, NOW, working, count)
    yield Line("drill-down p95, 8 readers beside a writer", f"{drilled:.0f} ms", "≤ 150 ms")
    yield Line("a delta of 100 followed, p95 beside them", f"{followed:.0f} ms")
    mirror.close()
    yield _import(min(count, IMPORTED))
    done = recounted(min(count, JUDGED))
    yield Line(f"terms counted anew, {done.moved:,} moved, room in use", f"{done.seconds:.1f} s", "≤ 60 s at 100,000")
    yield Line("the slowest writer beside waited", f"{done.waited:.2f} s", "≤ 1 s")
    yield Line("due dates, one process", f"{judged(JUDGED):,.0f} appeals/s", "≥ 20,000 appeals/s")


def _import(rows: int) -> Line:
    paces = [imported(rows) for _ in range(IMPORTS)]
    missed = " MISSED" if rows == IMPORTED and median(paces) < ASKED_PACE else ""
    return Line(f"import of {rows:,} rows, events and states",
                f"{median(paces):,.0f} rows/s, best {max(paces):,.0f}{missed}",
                f"≥ {ASKED_PACE:,} rows/s on SQLite at {IMPORTED:,}")


def _frame() -> Frame:
    metrics = discover("dashboard.metrics", Metric)
    heard = tuple(Heard(f"source {n:05d}", f"{n}", 3600, NOW.at) for n in range(5))
    return Frame("bench", False, metrics, lambda _, key: key, heard, lambda *_: ())


def working(amount: int) -> int:
    """Return the day number of a working day on, in a town that works every day."""
    return LAST_DAY + amount


def _board(place: Mirror | Readings, scope: Scope, frame: Frame, *, windows: bool = False) -> Board:
    with place.ask(View(), NOW, working) as reading:
        return compute_board(reading, scope, frame, windows=windows)


def _scope(name: str, scope: Scope, places: tuple[Mirror, Readings], frame: Frame, times: int) -> Iterator[Line]:
    mirror, itself = places
    engine: Engine = mirror._engine
    _board(mirror, scope, frame)
    with listening(engine) as heard:
        _board(mirror, scope, frame)
    through, bare = seam(engine, mirror._root, heard, times)
    board = usual(lambda: _board(mirror, scope, frame), times)
    slow = took(lambda: _board(itself, scope, frame))
    yield Line(f"board, {name}", f"{board:.0f} ms, {len(heard.sent)} statements")
    yield Line(f"statements / bare SQL, {name}", f"{through:.0f} / {bare:.0f} ms = {through / bare:.2f} ×", "≤ 1.5 ×")
    yield Line(f"on SQLite itself, {name}", f"{slow:.0f} ms = {slow / board:.0f} × slower",
               f"≥ {BOUNDS[name]:.0f} × at 1 M")


def _after(mirror: Mirror, board: Board, times: int) -> Iterator[Line]:
    place = load_town(Path("/nowhere"))
    with mirror.ask(View(), NOW, working) as reading:
        yield Line("clusters", f"{took(lambda: heaps(reading, Scope(), place)):.0f} ms")
    draw = drawer(Words.load("ru", ZONE), plan_around(place.centre.lat, place.centre.lon))
    drawn = draw(board)
    yield Line("drawing the parcel", f"{usual(lambda: draw(board), times):.0f} ms, {len(drawn) / 1000:.0f} KB")
    yield Line("gzip", f"{usual(lambda: gzip.compress(drawn, 6), times):.0f} ms")
