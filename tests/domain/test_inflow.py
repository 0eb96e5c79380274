from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from dashboard.domain.inflow import by_chance, expected_of, tail


@given(st.integers(1, 400), st.floats(0.001, 300))
def test_the_tail_is_poissons(n: int, expected: float) -> None:
    assert tail(n, expected) == pytest.approx(float(poisson.sf(n - 1, expected)), rel=1e-6, abs=1e-14)


def test_the_tail_keeps_its_digits_where_one_minus_the_rest_would_have_none() -> None:
    assert tail(40, 1.0) == pytest.approx(float(poisson.sf(39, 1.0)), rel=1e-9)
    assert 0 < tail(40, 1.0) < 1e-47


def test_nothing_is_never_surprising_and_something_always_is_where_nothing_can_be() -> None:
    assert tail(0, 3.0) == 1.0
    assert tail(1, 0.0) == 0.0


def test_many_looks_make_chance_more_probable_but_never_more_than_certain() -> None:
    assert by_chance(9, 1.0, 100) == pytest.approx(100 * tail(9, 1.0))
    assert by_chance(2, 1.0, 100) == 1.0


def test_each_source_is_usual_by_its_own_days_and_no_place_is_expected_to_have_nothing() -> None:
    assert expected_of({"pos": 56, "edds": 28}, {"pos": 56, "edds": 28}, 2.0) == pytest.approx(4.0, rel=0.01)
    assert 0 < expected_of({}, {}, 7.0) < 0.1
