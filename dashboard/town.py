"""The town: its name, zone, week and ground, from `town.yaml`. A second town is a second file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict

from dashboard.errors import StoreError

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "town.yaml"
WEEKDAYS = {name: number for number, name in enumerate(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
SQUARE_METRES = 1_000_000


class Place(NamedTuple):
    """WGS84 degrees."""

    lat: float
    lon: float
    name: str = ""


class ObserverScope(NamedTuple):
    """A line of what an observer may look at; see `domain.observing.Offer`."""

    key: str
    title: str
    period: Literal["", "week", "month"] = ""
    each: Literal["", "block", "channel"] = ""


class Town(BaseModel):
    """What is particular to one municipality.

    Attributes:
        zone: the one civil time zone, an IANA name.
        week_starts: first weekday of the reporting week (the region's week runs Saturday–Friday).
        population: year → inhabitants.
        centre: WGS84 degrees.
        built_up: width and height of the built-up area in metres; no cluster may cover more than a quarter of it.
        plan: the map's GeoJSON `file`, and whether it is only a `scheme`.
        default_points: places where sources put what they could not find.
        observer_scopes: all that an observer may look at; without a list nothing.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    key: str
    name: str
    official_name: str = ""
    genitive: str = ""
    oktmo: str
    zone: str
    week_starts: str = "saturday"
    population: dict[int, int] = {}
    centre: Place
    built_up: dict[str, float] = {"width_m": 1500.0, "height_m": 1000.0}
    plan: dict[str, Any] = {}
    default_points: tuple[Place, ...] = ()
    observer_scopes: tuple[ObserverScope, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        """Return the civil time zone."""
        return ZoneInfo(self.zone)

    @property
    def built_up_m2(self) -> float:
        """Return the built-up area in square metres."""
        return self.built_up["width_m"] * self.built_up["height_m"]

    def week_of(self, on: date) -> tuple[date, date]:
        """Return first and last day of the reporting week that contains the day."""
        since = on - timedelta(days=(on.weekday() - WEEKDAYS[self.week_starts]) % 7)
        return since, since + timedelta(days=6)

    def inhabitants(self, year: int) -> int | None:
        """Return the population of the latest known year not after `year`, or None."""
        known = [y for y in self.population if y <= year]
        return self.population[max(known)] if known else None

    def plan_file(self, home: Path) -> Path | None:
        """Return the map's GeoJSON: the home's own `plan.geojson`, else the one the town names."""
        own = home / "plan.geojson"
        named = ROOT / str(self.plan["file"]) if self.plan.get("file") else None
        found = own if own.exists() else named
        return found if found is not None and found.exists() else None


def load_town(home: Path) -> Town:
    """Return the home's own `town.yaml` if there is one, else the shipped one.

    Raises:
        StoreError: the file cannot be read as a town.
    """
    own = home / "town.yaml"
    path = own if own.exists() else SHIPPED
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Town(**{**found, "centre": Place(**found["centre"]),
                       "default_points": tuple(Place(**p) for p in found.get("default_points", ()))})
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError) as broken:
        raise StoreError("The file {path} does not describe a town: {why}", path=path, why=broken) from broken
