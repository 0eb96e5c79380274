"""The schematic plan of the town."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import yaml
from shapely.geometry import shape

from datasources.demo.draw import HERE, drawn
from datasources.demo.plan import PLAN, read_plan

STREETS = {"ул. Строительная", "ул. Флотская", "ул. Мира", "пер. Гранитный", "пер. Молодёжный", "пер. Школьный"}
"""Those confirmed by publications (domain.md §4)."""


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    return list(json.loads(PLAN.read_text(encoding="utf-8"))["features"])


def of_kind(features: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [f for f in features if f["properties"]["kind"] == kind]


def test_the_plan_is_what_the_sketch_draws() -> None:
    sketch = yaml.safe_load((HERE / "sketch.yaml").read_text(encoding="utf-8"))
    assert drawn(sketch) == PLAN.read_text(encoding="utf-8")


def test_the_plan_says_that_it_is_a_scheme_and_is_small(features: list[dict[str, Any]]) -> None:
    assert all(f["properties"]["scheme"] is True for f in features)
    assert PLAN.stat().st_size <= 120_000


def test_about_120_houses_stand_along_the_known_streets(features: list[dict[str, Any]]) -> None:
    houses = of_kind(features, "house")
    assert 110 <= len(houses) <= 140
    assert {f["properties"]["street"] for f in houses} >= STREETS
    assert {f["properties"]["street"] for f in houses} == {f["properties"]["name"] for f in of_kind(features, "street")}
    assert max(Counter(f["properties"]["house"] for f in houses).values()) == 1


def test_houses_stand_neither_in_the_water_nor_on_a_street_nor_in_each_other(features: list[dict[str, Any]]) -> None:
    houses = [shape(f["geometry"]) for f in of_kind(features, "house") + of_kind(features, "landmark")]
    ground = [shape(f["geometry"]) for kind in ("water", "street") for f in of_kind(features, kind)]
    assert all(house.is_valid for house in houses)
    assert not any(house.intersects(other) for house in houses for other in ground)
    assert not any(a.intersects(b) for number, a in enumerate(houses) for b in houses[:number])


def test_the_built_up_area_is_one_and_a_half_by_one_kilometre() -> None:
    houses = read_plan().houses
    west, east = min(houses, key=lambda h: h.lon), max(houses, key=lambda h: h.lon)
    south, north = min(houses, key=lambda h: h.lat), max(houses, key=lambda h: h.lat)
    assert 1_200 <= west._replace(lat=east.lat).metres_to(east) <= 1_600
    assert 700 <= south._replace(lon=north.lon).metres_to(north) <= 1_100


def test_every_house_belongs_to_one_of_four_districts(features: list[dict[str, Any]]) -> None:
    districts = {f["properties"]["district"] for f in of_kind(features, "district")}
    assert len(districts) == 4
    assert {house.district for house in read_plan().houses} == districts


def test_a_street_without_houses_has_none() -> None:
    assert read_plan().along("Невский проспект") == ()
