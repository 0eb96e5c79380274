"""What arrives on a civil day: how many appeals, of what, from where; the same for the same seed and day."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from datasources.demo.habits import Topic, Town, Way, pick
from datasources.demo.plan import House
from datasources.demo.voices import Citizen, citizens, letter

SORE_METRES = 90
DAY_NUMBER_FROM = 700_000
YEAR = 365
REMEMBERED = 40
LONG_TERM = 720.0
"""Hours of the thirty days of 59-ФЗ and of an ordinary message of ПОС."""


class Form(NamedTuple):
    """How an appeal was lodged: channel, law, lane, hours of its term, whether rules compute the term."""

    channel: str
    law: str | None
    lane: str | None
    term: float
    ruled: bool


class Arrival(NamedTuple):
    """One question as it comes in.

    Attributes:
        way: the system it came by.
        form: how it was lodged, the same for all questions of an appeal.
        place: `scheme`, `street`, `default` or None; `house` is set for the first two.
        department: who will answer; known to the town, told later.
    """

    way: Way
    form: Form
    external_id: str
    question: str
    topic: Topic
    house: House | None
    place: str | None
    received: datetime
    department: str
    repeated: bool
    private: Mapping[str, str]


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


def instant(rng: Random, town: Town, on: date) -> datetime:
    """Return an instant of the day, by the hours at which people write."""
    hour = pick(rng, town.inflow["hours"])
    at = datetime.combine(on, time(hour, rng.randrange(60), rng.randrange(60)), town.zone)
    return at.astimezone(UTC)


def sore_spots(seed: int, town: Town, on: date) -> tuple[Wish, ...]:
    """Return the two troubles of the month: a topic of its season with the houses around one place."""
    rng = Random(f"{seed}:sore:{on:%Y-%m}")
    fitting = {t: t.weight * t.season[on.month - 1] for t in town.topics.values()
               if t.placed and t.season[on.month - 1] >= 1 and "nash_sever" in t.via}
    return tuple(Wish(pick(rng, fitting).key, rng.choice(town.plan.houses)) for _ in range(2))


def wish(rng: Random, seed: int, town: Town, on: date) -> Wish:
    """Return nothing fixed, or one of the month's sore spots."""
    if rng.random() >= town.manners["sore"]:
        return Wish()
    spot = rng.choice(sore_spots(seed, town, on))
    assert spot.house is not None
    return spot._replace(house=rng.choice(town.plan.around(spot.house, SORE_METRES)))


def arrive(rng: Random, town: Town, authors: tuple[Citizen, ...], received: datetime, serial: int,
           wished: Wish) -> Iterator[Arrival]:
    """Yield the questions of one appeal received at an instant.

    Args:
        rng: where chance comes from.
        town: the town.
        authors: who may have written.
        received: aware instant of receipt.
        serial: number of the appeal within its day, < 100,000: gives the external id.
        wished: what is fixed before.
    """
    on = town.day_of(received)
    topics = [town.topics[wished.topic] if wished.topic else _topic(rng, town, on)]
    way = town.ways[pick(rng, _ways(town, topics[0], wished))]
    if rng.random() < town.manners["several"]:
        topics += [_topic(rng, town, on) for _ in range(rng.choice((1, 1, 2)))]
    house, place = (wished.house, "scheme") if wished.house else _place(rng, town, way, topics[0])
    number = town.manners["numbers"][way.key].format(day=on.toordinal() - DAY_NUMBER_FROM, serial=serial)
    placed = [(topic, house if topic.placed else None) for topic in topics]
    form = _form(rng, way)
    private = letter(rng, town, rng.choice(authors), placed)
    for index, (topic, there) in enumerate(placed, start=1):
        department = wished.department or pick(rng, topic.to)
        told = place if there or place == "default" else None
        yield Arrival(way, form, number, str(index), topic, there, told, received, department, wished.repeated, private)


def _ways(town: Town, topic: Topic, wished: Wish) -> Mapping[str, float]:
    return {key: weight for key, weight in topic.via.items() if not (wished.timed and town.ways[key].dated)}


def _form(rng: Random, way: Way) -> Form:
    channel, ruled = pick(rng, way.channels), way.due == "rule"
    if not way.fast:
        return Form(channel, way.law, None, way.term, ruled)
    if rng.random() < way.fast:
        return Form(channel, way.law, "fast", way.term, ruled)
    under_59 = rng.random() < 0.5  # noqa: PLR2004 — every second ordinary message
    return Form(channel, "59-fz" if under_59 else way.law, "ordinary", LONG_TERM, under_59)


def _topic(rng: Random, town: Town, on: date) -> Topic:
    return pick(rng, {t: t.weight * t.season[on.month - 1] for t in town.topics.values()})


def _place(rng: Random, town: Town, way: Way, topic: Topic) -> tuple[House | None, str | None]:
    drawn = rng.random()
    if not topic.placed or drawn >= way.addressed + way.street + way.default:
        return None, None
    if drawn >= way.addressed + way.street:
        return None, "default"
    return rng.choice(town.plan.houses), "scheme" if drawn < way.addressed else "street"


def arrivals(seed: int, town: Town, since: date, until: date) -> Iterator[Arrival]:
    """Yield all questions of the days from `since` to `until` inclusive, day by day."""
    authors = citizens(seed, town)
    recent: list[Arrival] = []
    for number in range((until - since).days + 1):
        on = since + timedelta(days=number)
        rng = Random(f"{seed}:{on}")
        wishes = [wish(rng, seed, town, on) for _ in range(poisson(rng, inflow_of(town, on)))]
        wishes = [_again(rng, town, recent) or each for each in wishes] + _planned(rng, town, since, on)
        for serial, each in enumerate(wishes):
            came = list(arrive(rng, town, authors, instant(rng, town, on), serial, each))
            recent = [*recent, *(a for a in came if a.place == "scheme" and not a.repeated)][-REMEMBERED:]
            yield from came


def _again(rng: Random, town: Town, recent: list[Arrival]) -> Wish | None:
    """Return the wish to repeat a recent appeal with a known house, sometimes."""
    if not recent or rng.random() >= town.manners["repeats"]:
        return None
    former = rng.choice(recent)
    return Wish(former.topic.key, former.house, repeated=True)


def _planned(rng: Random, town: Town, since: date, on: date) -> list[Wish]:
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
