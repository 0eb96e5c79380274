"""How forecasts are judged: scores that can be counted on paper."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.domain.verdicts import LEAST, Told, joined, scored


def told(late: float, n: int, came: int, base: float = 0.5, channel: str = "c") -> Told:
    """So many forecasts of one probability, of which so many came true."""
    return Told(np.full(n, late), np.full(n, base), np.arange(n) < came, (channel,) * n)


def test_the_brier_score_is_the_mean_squared_distance_to_what_came() -> None:
    found = scored(joined([told(0.2, 100, 20), told(0.8, 100, 80)]))
    assert (found.n, found.late) == (200, 100)
    assert found.brier == pytest.approx(0.16)  # 0.2 × 0.8² + 0.8 × 0.2²
    assert found.base == pytest.approx(0.25)
    assert found.skill == pytest.approx(0.36)
    assert found.error == pytest.approx(0.0)


def test_the_error_of_calibration_weighs_each_step_by_its_cases() -> None:
    found = scored(joined([told(0.25, 300, 105), told(0.75, 100, 95), told(0.05, 50, 50)]))
    assert found.error == pytest.approx((300 * 0.10 + 100 * 0.20 + 50 * 0.95) / 450)
    assert found.worst == pytest.approx(0.20)  # the step of fifty is too small to be held against it
    assert [(step.n, round(step.came, 2)) for step in found.table] == [(50, 1.0), (300, 0.35), (100, 0.95)]
    assert all(step.came_low <= step.came <= step.came_high for step in found.table)


def test_certainty_belongs_to_the_last_step() -> None:
    assert [step.low for step in scored(told(1.0, LEAST, LEAST)).table] == [0.9]


def test_a_base_rate_that_was_never_wrong_leaves_nothing_to_be_better_than() -> None:
    assert scored(told(1.0, LEAST, LEAST, base=1.0)).skill is None


def test_of_too_few_only_their_number_is_told() -> None:
    found = scored(told(0.5, LEAST - 1, 30))
    assert (found.n, found.late, found.brier, found.table) == (LEAST - 1, 30, None, ())
    assert scored(joined([])).n == 0


def test_a_channel_is_judged_by_its_own() -> None:
    both = joined([told(0.2, 100, 20, channel="phone"), told(0.8, 100, 10, channel="mail")])
    assert scored(both.of("phone")).late == 20 and scored(both.of("mail")).late == 10
