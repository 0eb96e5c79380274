"""Curves counted by hand, and what drawing them towards their parents must and must not do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.survival import EDGES, Reals, Spans, hazards, late, still_open, survival, tallied, usual

ROOT = np.zeros((1, len(EDGES) - 1))
shares = st.floats(0, 4)
seen = st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=40)


def spans(told: list[tuple[float, bool]]) -> Spans:
    return Spans(np.array([end for end, _ in told]), np.array([closed for _, closed in told], bool))


def town(told: list[tuple[float, bool]]) -> Reals:
    """The hazards of one group without a parent."""
    return hazards(tallied(spans(told), np.zeros(len(told), np.intp), 1), ROOT, 0.0)


def value(curve: Reals, share: float) -> float:
    return float(still_open(curve, np.zeros(1, np.intp), np.array([share]))[0])


def test_a_curve_is_the_one_counted_by_hand() -> None:
    # Kaplan–Meier: 6 cases; closed at 0.1, 0.2, 0.2 and 0.5, last seen open at 0.2 and 0.4.
    # S: 5/6 after 0.1; × (1 − 2/5) after 0.2, for who is last seen there was at risk there; × (1 − 1/1) after 0.5.
    curve = survival(town([(0.1, True), (0.2, True), (0.2, True), (0.2, False), (0.4, False), (0.5, True)]))
    assert [round(value(curve, share), 6) for share in (0.0, 0.1, 0.2, 0.45, 0.475)] == [
        1.0, round(5 / 6, 6), round(5 / 6 * 3 / 5, 6), 0.5, 0.5]
    assert value(curve, 0.5) == 0.0


def test_an_open_case_is_no_closed_one() -> None:
    closed = [(0.3, True)] * 5
    assert value(survival(town(closed)), 1.0) == 0.0
    assert value(survival(town([*closed, (2.0, False)])), 1.0) == pytest.approx(1 / 6)
    assert value(survival(town([*closed, (0.1, False)])), 1.0) == 0.0  # it left before anybody was closed


def test_what_is_closed_exactly_at_the_end_of_the_term_keeps_it_and_what_comes_after_does_not() -> None:
    one = np.zeros(1, np.intp)
    assert late(survival(town([(1.0, True)])), one, np.array([0.0]))[0] == 0.0
    assert late(survival(town([(np.nextafter(1.0, 2.0), True)])), one, np.array([0.0]))[0] == 1.0


@given(seen)
def test_without_cases_of_its_own_a_group_has_its_parents_curve(told: list[tuple[float, bool]]) -> None:
    parent = town(told)
    nobody = tallied(spans([]), np.zeros(0, np.intp), 1)
    assert np.allclose(hazards(nobody, parent, 4.0), parent)


@given(seen, seen)
def test_with_very_many_cases_a_group_has_its_own_curve(
        told: list[tuple[float, bool]], others: list[tuple[float, bool]]) -> None:
    own = tallied(spans(told), np.zeros(len(told), np.intp), 1)
    many = own._replace(closed=own.closed * 1e9, at_risk=own.at_risk * 1e9)
    entered = own.at_risk > 0
    assert np.allclose(hazards(many, town(others), 4.0)[entered], town(told)[entered], atol=1e-6)


@given(seen, seen, st.floats(0.1, 100))
def test_a_group_lies_between_its_own_cases_and_its_parent(
        told: list[tuple[float, bool]], others: list[tuple[float, bool]], strength: float) -> None:
    own, parent = town(told), town(others)
    drawn = hazards(tallied(spans(told), np.zeros(len(told), np.intp), 1), parent, strength)
    entered = tallied(spans(told), np.zeros(len(told), np.intp), 1).at_risk > 0
    low, high = np.minimum(own, parent), np.maximum(own, parent)
    assert np.all((low[entered] - 1e-12 <= drawn[entered]) & (drawn[entered] <= high[entered] + 1e-12))


@given(seen)
def test_curves_start_at_one_never_rise_and_end_nowhere_below_nothing(told: list[tuple[float, bool]]) -> None:
    curve = survival(town(told))[0]
    assert curve[0] == 1.0
    assert np.all(np.diff(curve) <= 0) and curve[-1] >= 0


@given(seen, shares, shares)
def test_the_longer_a_case_stays_open_the_likelier_it_is_late(
        told: list[tuple[float, bool]], first: float, second: float) -> None:
    curve, times = survival(town(told)), np.array(sorted((min(first, 1.0), min(second, 1.0))))
    sooner, later = late(curve, np.zeros(2, np.intp), times)
    assert 0 <= sooner <= later + 1e-12 <= 1 + 1e-12


@given(seen, st.integers(2, 5))
def test_the_same_cases_several_times_make_the_same_curve(told: list[tuple[float, bool]], times: int) -> None:
    assert np.allclose(town(told), town(told * times))


def test_half_of_the_cases_are_closed_where_the_curve_crosses_one_half() -> None:
    three = survival(town([(0.1, True), (0.5, True), (0.9, True)]))[0]
    assert usual(three) == pytest.approx(0.4875)  # from 2/3 to 1/3 in the cell 0.475–0.5
    assert usual(survival(town([(0.1, True), (5.0, False), (5.0, False)]))[0]) is None
