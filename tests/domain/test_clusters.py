from __future__ import annotations

from datetime import date
from math import cos, pi, radians
from time import process_time

import numpy as np
import pytest

from dashboard.domain.asking import Point
from dashboard.domain.clusters import Cluster, Rule, Terrain, find
from dashboard.domain.moments import day_number

TODAY = date(2025, 11, 15)
LAST = day_number(TODAY)
METRES_IN_A_DEGREE = 111_195.0
LAT, LON = 69.4, 32.45


class Town:
    """A seeded town of 1.5 × 1 km: houses of unequal fame, topics of unequal frequency, a year of cases."""

    def __init__(self, seed: int, houses: int = 120, topics: int = 40) -> None:
        self.random = np.random.default_rng(seed)
        self.houses = np.column_stack((self.random.uniform(-750, 750, houses), self.random.uniform(-500, 500, houses)))
        self.fame = self.random.dirichlet(np.full(houses, 1.5))
        self.frequency = self.random.dirichlet(np.full(topics, 0.7))
        self.points: list[Point] = []

    def case(self, topic: str, days_ago: int, east: float, north: float, place: str = "scheme") -> None:
        lat = LAT + north / METRES_IN_A_DEGREE
        lon = LON + east / METRES_IN_A_DEGREE / cos(radians(LAT))
        self.points.append(Point(len(self.points) + 1, lat, lon, topic, LAST - days_ago, place))

    def usual(self, cases: int, days: int = 393) -> Town:
        houses = self.houses[self.random.choice(len(self.houses), cases, p=self.fame)]
        topics = self.random.choice(len(self.frequency), cases, p=self.frequency)
        ages = self.random.integers(0, days, cases)
        for house, topic, age in zip(houses + self.random.normal(0, 4, (cases, 2)), topics, ages, strict=True):
            self.case(f"topic-{topic}", int(age), *house)
        return self

    def burst(self, cases: int, topic: str = "heating", east: float = 300, north: float = 200) -> Town:
        for _ in range(cases):
            self.case(topic, int(self.random.integers(0, 5)), *(self.random.uniform(-60, 60, 2) + (east, north)))
        return self

    def nowhere(self, cases: int, place: str, days: int = 393) -> Town:
        """Cases of all topics on one point in the middle."""
        for _ in range(cases):
            topic = f"topic-{self.random.choice(len(self.frequency), p=self.frequency)}"
            self.case(topic, int(self.random.integers(0, days)), 0.0, 0.0, place)
        return self

    def shuffled(self) -> list[Point]:
        """The same cases with each other's places."""
        order = self.random.permutation(len(self.points))
        return [point._replace(lat=self.points[other].lat, lon=self.points[other].lon)
                for point, other in zip(self.points, order, strict=True)]


def metres(cluster: Cluster, east: float, north: float) -> float:
    x = (cluster.lon - LON) * METRES_IN_A_DEGREE * cos(radians(LAT)) - east
    y = (cluster.lat - LAT) * METRES_IN_A_DEGREE - north
    return float(np.hypot(x, y))


def test_an_outage_is_found_with_its_cases_its_place_and_its_days() -> None:
    town = Town(1).usual(2000)
    told = len(town.points)
    found = find(town.burst(15).points, TODAY).clusters
    assert [cluster.topics for cluster in found] == [("heating",)]
    heap = found[0]
    assert heap.members == tuple(range(told + 1, told + 16))
    assert (heap.n, heap.usual) == (15, 0.0)
    assert metres(heap, 300, 200) < 30
    assert heap.radius_m <= 60 * 2 ** 0.5 + 1
    assert (TODAY - heap.since_on).days == 4 and heap.until_on == TODAY
    assert heap.p < 0.01 and heap.days_by_chance is not None and heap.days_by_chance > 100


@pytest.mark.parametrize("seed", range(20))
def test_a_town_with_shuffled_places_shows_at_most_one_heap(seed: int) -> None:
    town = Town(seed).usual(2000).burst(40).burst(30, "lighting", -400, -100)
    assert len(find(town.points, TODAY).clusters) >= 2
    assert len(find(town.shuffled(), TODAY).clusters) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_a_surge_all_over_the_town_is_no_heap(seed: int) -> None:
    town = Town(seed).usual(2000)
    for house in np.repeat(town.houses, 2, axis=0):
        town.case("snow", int(town.random.integers(0, 28)), *house)
    assert [c for c in find(town.points, TODAY).clusters if "snow" in c.topics] == []


def test_a_topic_that_is_always_told_of_one_place_makes_no_heap_there() -> None:
    town = Town(2).usual(2000)
    for days_ago in range(0, 390, 3):
        town.case("parking", days_ago, *town.random.uniform(-40, 40, 2))
    assert find(town.points, TODAY).clusters == ()


def test_the_usual_count_is_that_of_a_period_as_long_in_the_year_before() -> None:
    town = Town(3).usual(2000)
    town.burst(30)
    for week in range(52):
        town.case("heating", 28 + 7 * week, *town.random.uniform(-20, 20, 2) + (300, 200))
    for house, age in zip(np.vstack([town.houses] * 3), town.random.integers(28, 393, 360), strict=True):
        if np.hypot(*(house - (300, 200))) > 200:
            town.case("heating", int(age), *house)
    town.case("heating", 392, -700.0, -480.0)
    heap = find(town.points, TODAY).clusters[0]
    assert heap.n == 30
    assert heap.usual == pytest.approx(52 * 28 / 365)


def test_a_point_that_its_source_calls_no_address_is_left_out_and_named() -> None:
    town = Town(4).usual(1500).nowhere(250, "default", days=28)
    found = find(town.points, TODAY)
    assert found.clusters == ()
    assert [(point.n, point.told) for point in found.left_out] == [(250, True)]


def test_a_point_that_carries_too_many_cases_of_all_topics_is_left_out_and_named() -> None:
    town = Town(5).usual(1500).nowhere(250, "exact", days=28)
    found = find(town.points, TODAY)
    assert found.clusters == ()
    assert [(point.lat, point.lon, point.n, point.told) for point in found.left_out] == [(LAT, LON, 250, False)]


def test_an_outage_at_one_house_is_no_missing_address() -> None:
    town = Town(6).usual(1500)
    for _ in range(150):
        town.case("heating", 2, 300.0, 200.0)
    found = find(town.points, TODAY)
    assert found.left_out == ()
    assert [(cluster.n, cluster.radius_m) for cluster in found.clusters] == [(150, 0.0)]


def test_the_town_itself_may_name_a_point_that_is_no_place() -> None:
    town = Town(7).usual(1500)
    for _ in range(30):
        town.case("heating", 2, 0.0, 0.0)
    assert len(find(town.points, TODAY).clusters) == 1
    assert find(town.points, TODAY, Terrain(no_places=((LAT, LON),))).clusters == ()


def test_cases_without_a_place_make_no_heap() -> None:
    town = Town(8).usual(1500)
    for _ in range(30):
        town.case("heating", 2, 0.0, 0.0, place="")
    assert find(town.points, TODAY).clusters == ()


@pytest.mark.parametrize("built_up_m2", [1_500_000.0, 400_000.0, None])
def test_no_heap_covers_more_than_a_quarter_of_the_built_up_area(built_up_m2: float | None) -> None:
    town = Town(9).usual(1500)
    for house in town.houses[np.abs(town.houses[:, 1]) < 150]:
        for _ in range(8):
            town.case("heating", int(town.random.integers(0, 10)), *(house + town.random.normal(0, 4, 2)))
    for topic in ("water", "light"):
        town.burst(40, topic, east=-300)
    found = find(town.points, TODAY, Terrain(built_up_m2)).clusters
    assert found
    assert all(pi * c.radius_m ** 2 <= (built_up_m2 or 1_500_000.0) / 4 for c in found)


def test_only_the_last_four_weeks_make_a_heap() -> None:
    town = Town(10).usual(1500)
    town.points = [point._replace(received_on=point.received_on - 28) if point.topic == "heating" else point
                   for point in town.burst(20).points]
    assert find(town.points, TODAY).clusters == ()
    future = [point._replace(received_on=LAST + 1) if point.topic == "heating" else point for point in town.points]
    assert find(future, TODAY).clusters == ()


def test_the_same_cases_in_any_order_give_the_same_heaps_with_the_same_names() -> None:
    town = Town(11).usual(1500).burst(12).burst(14, "lighting", -400, -100)
    first = find(town.points, TODAY).clusters
    again = find(town.points[::-1], TODAY).clusters
    assert {c.id for c in first} == {c.id for c in again} and len(first) == 2
    assert {c.id: c.members for c in first} == {c.id: c.members for c in again}


def test_a_heap_keeps_its_name_while_it_grows() -> None:
    town = Town(12).usual(1500).burst(12)
    before = find(town.points, TODAY).clusters[0]
    town.case("heating", 0, 310.0, 190.0)
    after = find(town.points, TODAY).clusters[0]
    assert (before.id, before.n + 1) == (after.id, after.n)


def test_a_young_room_without_history_finds_an_outage_and_calls_nothing_usual() -> None:
    town = Town(13).usual(300, days=28).burst(15)
    found = find(town.points, TODAY).clusters
    assert [(cluster.topics, cluster.usual) for cluster in found] == [(("heating",), 0.0)]


@pytest.mark.parametrize("cases", [0, 1, 4])
def test_too_few_cases_give_no_heap(cases: int) -> None:
    assert find(Town(14).burst(cases).points, TODAY).clusters == ()


def test_a_point_on_another_continent_disturbs_nothing() -> None:
    town = Town(15).usual(1500).burst(15)
    town.points.append(Point(0, 0.0, 0.0, "heating", LAST, "exact"))
    assert [cluster.n for cluster in find(town.points, TODAY).clusters] == [15]


def test_twenty_thousand_cases_take_less_than_two_seconds() -> None:
    points = Town(16, houses=2000).usual(20_000).points
    begun = process_time()
    find(points, TODAY, rule=Rule())
    assert process_time() - begun < 4  # twice the aim of 2 s: the machine is shared
