"""The town: its name, zone and week, from `town.yaml`. A second town is a second file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict

from dashboard.errors import StoreError

SHIPPED = Path(__file__).parent.parent / "town.yaml"
WEEKDAYS = {name: number for number, name in enumerate(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}


class Town(BaseModel):
    """What is particular to one municipality.

    Attributes:
        zone: the one civil time zone, an IANA name.
        week_starts: first weekday of the reporting week (the region's week runs Saturday–Friday).
        population: year → inhabitants.
        lat, lon: centre in WGS84 degrees.
        built_up_km2: built-up area; no cluster may cover more than a quarter of it.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str
    oktmo: str
    zone: str
    week_starts: str = "saturday"
    population: dict[int, int] = {}
    lat: float
    lon: float
    built_up_km2: float = 1.5

    @property
    def tz(self) -> ZoneInfo:
        """Return the civil time zone."""
        return ZoneInfo(self.zone)

    def week_of(self, on: date) -> tuple[date, date]:
        """Return first and last day of the reporting week that contains the day."""
        since = on - timedelta(days=(on.weekday() - WEEKDAYS[self.week_starts]) % 7)
        return since, since + timedelta(days=6)

    def inhabitants(self, year: int) -> int | None:
        """Return the population of the latest known year not after `year`, or None."""
        known = [y for y in self.population if y <= year]
        return self.population[max(known)] if known else None


def load_town(home: Path) -> Town:
    """Return the home's own `town.yaml` if there is one, else the shipped one.

    Raises:
        StoreError: the file cannot be read as a town.
    """
    own = home / "town.yaml"
    path = own if own.exists() else SHIPPED
    try:
        found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Town(**found)
    except (OSError, ValueError, TypeError, yaml.YAMLError) as broken:
        raise StoreError("The file {path} does not describe a town: {why}", path=path, why=broken) from broken
