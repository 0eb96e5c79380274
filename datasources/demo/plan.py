"""The plan of the town as the generator needs it: houses with their street, district and place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

PLAN = Path(__file__).with_name("plan.geojson")
METRES_OF_LATITUDE = 111_400
METRES_OF_LONGITUDE = 39_200
"""Metres of one degree at 69.4° N (domain.md §0.12)."""


class House(NamedTuple):
    """A house of the plan: its street, its label with the street, its district, its middle in WGS84."""

    street: str
    house: str
    district: str
    lat: float
    lon: float

    def metres_to(self, other: House) -> float:
        """Return the distance to another house in metres."""
        north = (self.lat - other.lat) * METRES_OF_LATITUDE
        east = (self.lon - other.lon) * METRES_OF_LONGITUDE
        return float((north * north + east * east) ** 0.5)

    def near(self, rng: Random) -> tuple[float, float]:
        """Return (lat, lon) a few metres from the house's middle: people point beside the door."""
        return (round(self.lat + rng.gauss(0, 5) / METRES_OF_LATITUDE, 6),
                round(self.lon + rng.gauss(0, 5) / METRES_OF_LONGITUDE, 6))


@dataclass(frozen=True, slots=True)
class Plan:
    """All houses in the order of the file."""

    houses: tuple[House, ...]

    @property
    def streets(self) -> tuple[str, ...]:
        """The streets that have houses, in the order of the file."""
        return tuple(dict.fromkeys(house.street for house in self.houses))

    def along(self, street: str) -> tuple[House, ...]:
        """Return the houses of a street; empty when the plan has no such street."""
        return tuple(house for house in self.houses if house.street == street)

    def around(self, centre: House, metres: float) -> tuple[House, ...]:
        """Return the houses within so many metres of one of them, itself included."""
        return tuple(house for house in self.houses if house.metres_to(centre) <= metres)


def read_plan(path: Path = PLAN) -> Plan:
    """Return the plan of a GeoJSON file whose features of kind `house` carry street, house and district."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return Plan(tuple(_house(f) for f in features if f["properties"]["kind"] == "house"))


def _house(feature: Mapping[str, Any]) -> House:
    told, corners = feature["properties"], feature["geometry"]["coordinates"][0][:-1]
    lon, lat = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return House(told["street"], told["house"], told["district"], round(lat, 6), round(lon, 6))
