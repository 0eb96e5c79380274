"""Sums of probabilities with their interval, and what is told where nothing can be."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from domain.builders import ZONE, at
from domain.test_forecast import SCALE, STRENGTH, history, made, row, us
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.forecast import Model
from dashboard.domain.foreseen import NOTHING, Foreseen, expected
from dashboard.domain.learning import chosen, scales_of

WAYS = (Way(0.05, 4), Way(1, 4))
BOUNDS = Bounds(0.5, 10, 365, 1000, WAYS)


def by_hand(chances: list[float]) -> list[float]:
    """The distribution of the number of late ones, from all that may happen."""
    spread = [0.0] * (len(chances) + 1)
    for came in product((0, 1), repeat=len(chances)):
        spread[sum(came)] += prod(p if yes else 1 - p for p, yes in zip(chances, came, strict=True))
    return spread


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), max_size=8))
def test_the_interval_holds_the_sum_with_95_percent_and_no_end_could_be_nearer(chances: list[float]) -> None:
    found, spread = expected(chances), by_hand(chances)
    assert found.mean == pytest.approx(sum(chances))
    assert sum(spread[found.low:found.high + 1]) >= 0.95 - 1e-9
    assert sum(spread[:found.low]) <= 0.025 + 1e-9 and sum(spread[found.high + 1:]) <= 0.025 + 1e-9


def test_many_cases_are_summed_as_the_few_are() -> None:
    few, many = expected([0.3] * 2000), expected([0.3] * 2001)
    assert abs(few.low - many.low) <= 1 and abs(few.high - many.high) <= 2


def test_who_is_likely_late_is_who_reaches_the_threshold() -> None:
    told = made(*history([1, 2, 3, 12, 13, 14, 15, 16]))
    model = Model(told, us(at(40)), SCALE, STRENGTH)
    waiting = made(row(1, at(40), at(50)), row(2, at(31), at(41)))
    chances = Foreseen(waiting, us(at(40)), model, 0.7).chances
    assert chances[1] < 0.7 <= chances[2]
    assert Foreseen(waiting, us(at(40)), model, 0.7).likely == {2}
    outlook = Foreseen(waiting, us(at(40)), model, 0.7).outlook(2)
    assert outlook is not None and outlook.late == pytest.approx(chances[2])


def test_without_a_history_nothing_is_foreseen() -> None:
    young = Foreseen(made(row(1, at(40), at(50))), us(at(40)), None, 0.5)
    assert (young.enough, young.chances, young.likely, young.outlook(1)) == (False, {}, frozenset(), None)
    assert not NOTHING.enough and not NOTHING.likely


def town(quick: int, *, weekends: bool) -> list[dict[str, object]]:
    """Cases with terms of four days, received on every day of half a year: every third takes five days of work."""
    rows = []
    for number in range(1100):
        start = closed = number % 182
        left = 5 if number % 3 == 0 else quick
        while left:
            closed += 1
            left -= weekends or closed % 7 not in {0, 1}  # day 0 of the tests' year is a Saturday
        rows.append(row(number, at(start), at(start + 4), at(closed)))
    return rows


def test_a_town_is_learnt_in_the_time_that_it_works_in() -> None:
    now = us(at(200))
    scales = scales_of(Calendar(), ZONE, now)
    assert chosen(made(*town(1, weekends=False)), now, scales, BOUNDS) == WAYS[0]
    assert chosen(made(*town(3, weekends=True)), now, scales, BOUNDS) == WAYS[1]


def test_a_town_with_too_few_outcomes_is_learnt_in_the_first_way() -> None:
    now = us(at(200))
    assert chosen(made(*town(3, weekends=True)[:60]), now, scales_of(Calendar(), ZONE, now), BOUNDS) == WAYS[0]
