"""Forecasts take a twentieth of the time at most, however fast rows come."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update
from towns import DIMENSIONS, NOW, lives, settle, sqlite, working

from dashboard.cache.forecasts import PATIENCE, Forecasts
from dashboard.cache.readings import Readings
from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.fields import Privacy
from dashboard.domain.scope import View
from dashboard.store.tables import FEED


class Clock:
    """Every look at it takes a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_what_is_learnt_stays_good_for_a_while_when_rows_come_and_is_learnt_anew_after_it(tmp_path: Path) -> None:
    engine, clock, learnt = settle(sqlite(tmp_path), lives(7, 200)), Clock(), []
    bounds = Bounds(threshold=0.5, least=10, window_days=365, most=200, ways=(Way(0.05, 4),))

    def calendar() -> Calendar:
        learnt.append(clock.now)
        return Calendar()

    foresee = Forecasts(lambda: bounds, calendar, clock).foresee
    readings = Readings(engine, DIMENSIONS)

    def looked() -> int:
        with readings.ask(View(), NOW, working, Privacy.STAFF, foresee) as reading:
            assert reading.foreseen.enough
        return len(learnt)

    assert looked() == looked() == 1
    with engine.begin() as connection:
        connection.execute(update(FEED).where(FEED.c.name == "seq").values(value=FEED.c.value + 1))
    assert looked() == 1
    clock.now += 10 * PATIENCE
    assert looked() == 2
    assert looked() == 2
