"""What is bound to be asked on a day: how much, the sore spots of the month, the story's outage and rare cases."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from datasources.demo.habits import Town, pick
from datasources.demo.plan import House

SORE_METRES = 90
SORES = 3
YEAR = 365


class Wish(NamedTuple):
    """What is fixed of an appeal before it is drawn; None is drawn; `timed`: only by ways that know the hour."""

    topic: str | None = None
    house: House | None = None
    department: str | None = None
    repeated: bool = False
    timed: bool = False


def inflow_of(town: Town, on: date) -> float:
    """Return the expected number of appeals of a day: the weekday's and the season's factor of the usual day."""
    weights = sum(t.weight for t in town.topics.values())
    season = sum(t.weight * t.season[on.month - 1] for t in town.topics.values()) / weights
    return float(town.inflow["per_day"] * town.inflow["weekdays"][on.weekday()] * season)


def poisson(rng: Random, mean: float) -> int:
    """Return a Poisson draw."""
    floor, product, count = math.exp(-mean), rng.random(), 0
    while product > floor:
        product *= rng.random()
        count += 1
    return count


def sore_spots(seed: int, town: Town, on: date) -> tuple[Wish, ...]:
    """Return the troubles of the month: a topic of its season with the houses around one place."""
    rng = Random(f"{seed}:sore:{on:%Y-%m}")
    fitting = {t: t.weight * t.season[on.month - 1] for t in town.topics.values()
               if t.placed and t.season[on.month - 1] >= 1 and "nash_sever" in t.via}
    return tuple(Wish(pick(rng, fitting).key, rng.choice(town.plan.houses)) for _ in range(SORES))


def wish(rng: Random, seed: int, town: Town, on: date) -> Wish:
    """Return nothing fixed, or one of the month's sore spots."""
    if rng.random() >= town.manners["sore"]:
        return Wish()
    spot = rng.choice(sore_spots(seed, town, on))
    assert spot.house is not None
    return spot._replace(house=rng.choice(town.plan.around(spot.house, SORE_METRES)))


def planned(rng: Random, town: Town, since: date, on: date) -> list[Wish]:
    """Return what the story wants on this day: the outage of the second winter, the cases of the rare department."""
    rare = town.inflow["rare"]
    wishes = [Wish(topic, None, rare["department"]) for topic, after in
              zip(rare["topics"], rare["after_days"], strict=True) if (on - since).days == after]
    return wishes + _outage(rng, town, since, on)


def outage_begins(town: Town, since: date) -> date:
    """Return the first day of the outage: its civil day in the second winter after `since`."""
    outage = town.outage
    start = date(since.year + 1, outage.month, outage.day)
    return start if start >= since + timedelta(days=YEAR) else start.replace(year=since.year + 2)


def _outage(rng: Random, town: Town, since: date, on: date) -> list[Wish]:
    gone = (on - outage_begins(town, since)).days
    if not 0 <= gone < len(town.outage.counts):
        return []
    houses = town.plan.along(town.outage.street)
    return [Wish(town.outage.topic, rng.choice(houses)) for _ in range(town.outage.counts[gone])]
