from __future__ import annotations

from math import log

import numpy as np
import pytest

from dashboard.domain.density import heaps
from dashboard.domain.surprise import PRIOR_CASES, Cases, Usual, chance


def topics(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.intp)


def test_the_surprise_is_the_scans_log_likelihood_ratio_by_hand() -> None:
    recent = Cases(np.zeros((6, 2)), topics(*[0] * 6))
    former = Cases(np.array([[0.0, 0.0], *[[5000.0, 0.0]] * 9]), topics(*[0] * 10))
    everywhere = np.vstack((recent.at, former.at))
    usual = Usual(recent, former, everywhere, 1)
    found = heaps(recent.at, recent.topics, (150.0,), 5, 500.0)
    town = 7 / 16
    own = (1 + PRIOR_CASES * town) / (10 + PRIOR_CASES)
    expected = 6 * max(own, town)
    assert usual.former(found).tolist() == [1]
    assert usual.surprise(found)[0] == pytest.approx(6 * log(6 / expected) - (6 - expected))


def test_fewer_than_expected_is_no_surprise() -> None:
    recent = Cases(np.vstack((np.zeros((5, 2)), np.full((15, 2), 5000.0))), topics(*[0] * 20))
    former = Cases(np.zeros((100, 2)), topics(*[0] * 100))
    usual = Usual(recent, former, np.vstack((recent.at, former.at)), 1)
    found = heaps(recent.at, recent.topics, (150.0,), 5, 500.0)
    by_place = dict(zip(found.centres[:, 0].tolist(), usual.surprise(found).tolist(), strict=True))
    assert by_place[0.0] == 0.0 and by_place[5000.0] > 0


def test_drawn_places_are_those_of_the_topic_where_it_has_a_long_history() -> None:
    recent = Cases(np.zeros((400, 2)), topics(*[0] * 200, *[1] * 200))
    former = Cases(np.vstack((np.full((5000, 2), 7.0), np.full((10, 2), 9.0))), topics(*[0] * 5000, *[1] * 10))
    usual = Usual(recent, former, np.full((100, 2), 3.0), 2)
    at = next(usual.shuffled(1, seed=1))[:, 0]
    assert np.count_nonzero(at[:200] == 7.0) > 190
    assert 0 < np.count_nonzero(at[200:] == 9.0) < 80
    assert set(at[200:].tolist()) == {3.0, 9.0}


def test_the_chance_is_the_rank_among_drawn_towns() -> None:
    drawn = [float(n) for n in range(99)]
    assert chance(50.0, drawn) == pytest.approx(0.5)
    assert chance(98.0, drawn) == pytest.approx(0.02)


def test_beyond_all_drawn_towns_the_chance_falls_on_and_never_rises() -> None:
    drawn = np.random.default_rng(1).gumbel(5, 1, 99).tolist()
    far = [chance(surprise, drawn) for surprise in (max(drawn) + 1, 15.0, 25.0)]
    assert far == sorted(far, reverse=True) and far[0] <= 0.01
    assert 1e-6 < far[1] < 1e-3


def test_where_chance_never_makes_a_heap_only_the_number_of_draws_counts() -> None:
    assert chance(3.0, [0.0] * 99) == 0.01
