"""What is expected to be broken: of departments it adds up to the town, and a number is as many rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from towns import DIMENSIONS, NOW, TODAY, lives, pressing, settle, sqlite, working

from dashboard.cache.forecasts import Forecasts
from dashboard.cache.readings import Readings
from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.fields import Privacy
from dashboard.domain.figures import Trust
from dashboard.domain.scope import Scope, View
from dashboard.metrics.breaches import BREACHES_IN_7_DAYS


@pytest.mark.parametrize("least", [10, 10_000], ids=["enough history", "too little history"])
def test_departments_add_up_to_the_town_and_too_little_history_foresees_nothing(tmp_path: Path, least: int) -> None:
    bounds = Bounds(threshold=0.5, least=least, window_days=365, most=400, ways=(Way(0.05, 4),))
    near = [pressing(number, TODAY + 2) for number in range(900, 906)]
    readings = Readings(settle(sqlite(tmp_path), [*lives(7, 300), *near]), DIMENSIONS)
    foresee = Forecasts(lambda: bounds, Calendar).foresee
    with readings.ask(View(), NOW, working, Privacy.STAFF, foresee) as reading:
        [whole] = BREACHES_IN_7_DAYS.compute(reading, Scope(), None)
        members = BREACHES_IN_7_DAYS.compute(reading, Scope(), "department")
        chances = reading.foreseen.chances
        rows = reading.ids("due_in_7_days", Scope())
    assert whole.n == len(rows) == sum(member.n for member in members) > 3
    if least > len(rows) * 100:
        assert (whole.value, whole.state) == (None, Trust.TOO_FEW)
    else:
        assert whole.value == pytest.approx(sum(chances[number] for number in rows))
        assert whole.value == pytest.approx(sum(member.value or 0.0 for member in members))
        assert whole.low is not None and whole.high is not None and whole.low <= whole.value <= whole.high
