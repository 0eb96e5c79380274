"""What arrives on a civil day: how many appeals, of what, from where; the same for the same seed and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from datasources.demo.habits import Topic, Town, Way, pick
from datasources.demo.plan import House
from datasources.demo.voices import Citizen, citizens, letter
from datasources.demo.wishes import Wish, inflow_of, planned, poisson, wish

DAY_NUMBER_FROM = 700_000
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


class Slip(NamedTuple):
    """When an appeal came (aware) and its number within its day, < 100,000, which gives its external id."""

    received: datetime
    serial: int


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


def instant(rng: Random, town: Town, on: date) -> datetime:
    """Return an instant of the day, by the hours at which people write."""
    hour = pick(rng, town.inflow["hours"])
    at = datetime.combine(on, time(hour, rng.randrange(60), rng.randrange(60)), town.zone)
    return at.astimezone(UTC)


def arrive(rng: Random, town: Town, authors: tuple[Citizen, ...], slip: Slip, wished: Wish) -> Iterator[Arrival]:
    """Yield the questions of one appeal, drawn but for what is wished, written by one of the authors."""
    on = town.day_of(slip.received)
    topics = [town.topics[wished.topic] if wished.topic else _topic(rng, town, on)]
    way = town.ways[pick(rng, _ways(town, topics[0], wished))]
    if rng.random() < town.manners["several"]:
        topics += [_topic(rng, town, on) for _ in range(rng.choice((1, 1, 2)))]
    house, place = (wished.house, "scheme") if wished.house else _place(rng, town, way, topics[0])
    number = town.manners["numbers"][way.key].format(day=on.toordinal() - DAY_NUMBER_FROM, serial=slip.serial)
    placed = [(topic, house if topic.placed else None) for topic in topics]
    form = _form(rng, way)
    private = letter(rng, town, rng.choice(authors), placed)
    for index, (topic, there) in enumerate(placed, start=1):
        department = wished.department if wished.department and index == 1 else pick(rng, topic.to)
        told = place if there or place == "default" else None
        yield Arrival(way, form, number, str(index), topic, there, told, slip.received, department,
                      wished.repeated, private)


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
        wishes = [_again(rng, town, recent) or each for each in wishes] + planned(rng, town, since, on)
        for serial, each in enumerate(wishes):
            came = list(arrive(rng, town, authors, Slip(instant(rng, town, on), serial), each))
            recent = [*recent, *(a for a in came if a.place == "scheme" and not a.repeated)][-REMEMBERED:]
            yield from came


def _again(rng: Random, town: Town, recent: list[Arrival]) -> Wish | None:
    """Return the wish to repeat a recent appeal with a known house, sometimes."""
    if not recent or rng.random() >= town.manners["repeats"]:
        return None
    former = rng.choice(recent)
    return Wish(former.topic.key, former.house, repeated=True)
