"""Marks and callouts of the paper map: areas that compare, nothing covered, no line across the town."""

from math import hypot, pi

import pytest
from houses import NOW

from dashboard.domain.asking import Point
from dashboard.domain.clusters import Cluster
from dashboard.exports.callouts import callouts
from dashboard.exports.ground import Ground, Shape
from dashboard.exports.marks import marks, sizes

PLACES = [(32.44 + n % 12 / 900, 69.396 + n // 12 / 1500) for n in range(96)]
TOWN = Shape("house", "", ([(32.435, 69.394), (32.465, 69.394), (32.465, 69.406), (32.435, 69.406)],), closed=True)


@pytest.fixture
def ground():
    return Ground([TOWN], (175.0, 88.0))


def point(lon, lat):
    return Point(1, lat, lon, "heating", 1, "exact")


def heap(name, lon, lat):
    on = NOW.date()
    return Cluster(name, lat, lon, 60.0, 5, 0.1, ("heating",), on, on, (1, 2), 0.001, 400.0)


def test_no_mark_covers_another_and_no_case_is_lost(ground):
    points = [point(*place) for place in PLACES for _ in range(3)]
    found = marks(ground, points, points[::4])
    assert sum(m.n for m in found) == len(points) and sum(m.overdue for m in found) == len(points[::4])
    assert all(hypot(a.x - b.x, a.y - b.y) >= a.radius + b.radius for a in found for b in found if a is not b)


def test_the_area_of_a_mark_is_its_number(ground):
    one, nine = sorted(marks(ground, [point(32.44, 69.396), *[point(32.46, 69.404)] * 9], []), key=lambda m: m.n)
    assert pi * nine.radius ** 2 == pytest.approx(9 * pi * one.radius ** 2)


def test_the_legend_shows_sizes_up_to_the_largest_mark(ground):
    found = marks(ground, [point(32.44, 69.396), *[point(32.46, 69.404)] * 7], [])
    assert [n for _, n in sizes(found)] == [1, 5, 7]


def test_a_town_without_a_case_has_no_sizes(ground):
    assert sizes(marks(ground, [], [])) == []


def test_a_heap_is_called_out_at_the_nearer_edge(ground):
    north, south = callouts(ground, [heap("n", 32.44, 69.405), heap("s", 32.46, 69.395)])
    assert (north.end[1], south.end[1]) == (0.0, ground.height)
    assert all(hypot(one.spot[0] - one.end[0], one.spot[1] - one.end[1]) < ground.height / 2 for one in (north, south))
