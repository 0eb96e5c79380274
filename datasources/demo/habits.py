"""How the invented town lives: what is asked, in which season, by which way, and who answers; read from YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import yaml

from datasources.demo.plan import Plan, read_plan

HERE = Path(__file__).parent
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A topic: its block, weight in a usual month, twelve factors from January, ways and answering departments."""

    key: str
    block: str
    weight: float
    season: Sequence[float]
    via: Mapping[str, float]
    to: Mapping[str, float]
    phrases: Sequence[str]

    @property
    def placed(self) -> bool:
        """Whether people name a place when they write of it."""
        return any("[" in phrase for phrase in self.phrases)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """How a question lives in one system; the fields are explained in ways.yaml."""

    key: str
    channels: Mapping[str, float]
    due: str
    term: float
    addressed: float
    street: float
    default: float
    interim: float
    longer: float
    rated: float
    law: str | None = None
    dated: bool = False
    office: bool = False
    fast: float = 0.0


class Outage(NamedTuple):
    """A planted breakdown: the civil day of its beginning in a year, its topic, street and questions a day."""

    month: int
    day: int
    topic: str
    street: str
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Town:
    """All that the generator knows of the town."""

    plan: Plan
    zone: ZoneInfo
    oktmo: str
    topics: Mapping[str, Topic]
    ways: Mapping[str, Way]
    outage: Outage
    inflow: Mapping[str, Any]
    manners: Mapping[str, Any]
    people: Mapping[str, Any]
    speech: Mapping[str, Any]

    def is_quiet(self, on: date) -> bool:
        """Whether the offices of the demonstration sleep on this day; no deadline is ever computed from it."""
        return on.weekday() >= 5 or on.strftime("%m-%d") in self.inflow["quiet"]  # noqa: PLR2004 — Saturday

    def day_of(self, at: datetime) -> date:
        """Return the civil day of an instant in the town's zone."""
        return at.astimezone(self.zone).date()


def pick(rng: Random, weights: Mapping[Choice, float]) -> Choice:
    """Return one key, drawn by its weight."""
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def read_town(zone: ZoneInfo, oktmo: str, plan: Plan | None = None) -> Town:
    """Return the demonstration town of the files beside this one.

    Args:
        zone: the town's zone, in which days and hours are meant.
        oktmo: code of the municipality, told with every question.
        plan: houses to live in; the schematic plan by default.
    """
    inflow, manners, speech = _read("inflow"), _read("ways"), _read("phrases")
    topics = {key: _topic(key, block, told, inflow, speech["phrases"])
              for block, of_block in inflow["topics"].items() for key, told in of_block.items()}
    ways = {key: Way(key, **told) for key, told in manners["ways"].items()}
    return Town(plan or read_plan(), zone, oktmo, topics, ways, Outage(**inflow["outage"]), inflow, manners,
                _read("people"), speech)


def _topic(key: str, block: str, told: Mapping[str, Any], inflow: Mapping[str, Any],
           phrases: Mapping[str, Sequence[str]]) -> Topic:
    return Topic(key, block, told["weight"], inflow["seasons"][told["season"]], inflow["via"][told["via"]],
                 told["to"], phrases[key])


def _read(name: str) -> Any:
    return yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
