from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from dashboard.domain.density import circles, dense, heaps
from dashboard.domain.projection import Ground, built_up_m2


def same_groups(ours: np.ndarray, theirs: np.ndarray) -> bool:
    pairs = set(zip(ours.tolist(), theirs.tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@pytest.mark.parametrize("seed", range(5))
def test_the_cores_are_grouped_as_by_the_text_book(seed: int) -> None:
    random = np.random.default_rng(seed)
    at = np.unique(np.round(random.uniform(0, 3000, (900, 2))), axis=0)
    model = DBSCAN(eps=120, min_samples=5).fit(at)
    found = dense(at, np.zeros(len(at), dtype=np.intp), 120, 5)
    core = model.core_sample_indices_
    assert same_groups(found[core], model.labels_[core])
    assert np.array_equal(found >= 0, model.labels_ >= 0)


def test_topics_do_not_help_each_other_to_a_heap() -> None:
    at = np.zeros((8, 2))
    assert (dense(at, np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=np.intp), 100, 5) == -1).all()
    assert dense(at, np.array([0, 0, 0, 0, 0, 1, 1, 1], dtype=np.intp), 100, 5).tolist() == [0] * 5 + [-1] * 3


def test_what_is_too_wide_is_looked_at_more_closely_and_split() -> None:
    left, right = np.random.default_rng(1).uniform(-20, 20, (2, 30, 2))
    bridge = np.column_stack((np.arange(75, 400, 60), np.zeros(6)))
    at = np.vstack((left, right + (450, 0), bridge))
    topics = np.zeros(len(at), dtype=np.intp)
    whole = heaps(at, topics, (150.0, 44.0), 5, 1000.0)
    assert whole.counts.tolist() == [66]
    split = heaps(at, topics, (150.0, 44.0), 5, 100.0)
    assert sorted(split.counts.tolist()) == [30, 30]
    assert (split.radii <= 100).all()
    assert heaps(at, topics, (150.0,), 5, 100.0).counts.tolist() == []


def test_a_circle_covers_its_group() -> None:
    at = np.array([[0.0, 0.0], [6.0, 8.0], [100.0, 100.0]])
    centres, radii = circles(at, np.array([0, 0, -1]))
    assert centres.tolist() == [[3.0, 4.0]] and radii.tolist() == [5.0]


def test_at_the_town_a_degree_of_longitude_is_39_kilometres() -> None:
    ground = Ground(69.4, 32.45)
    metres = ground.metres(np.array([69.4, 70.4]), np.array([33.45, 32.45]))
    assert metres[0] == pytest.approx((39_200, 0), abs=100)
    assert metres[1] == pytest.approx((0, 111_195), abs=10)


def test_metres_and_back_are_the_same_place() -> None:
    ground = Ground(69.4, 32.45)
    east, north = ground.metres(np.array([69.41]), np.array([32.47]))[0]
    assert ground.degrees(float(east), float(north)) == pytest.approx((69.41, 32.47))


def test_the_built_up_area_is_where_anything_ever_happened() -> None:
    assert built_up_m2(np.array([[10.0, 10.0], [20.0, 90.0], [150.0, 10.0]])) == 20_000.0
