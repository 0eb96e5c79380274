"""Heaps of cases at a place: more of one topic within four weeks than is usual there.

Per topic: DBSCAN in metres over the last 28 days, points that mean "no address" left out and named, each heap beside
the usual count at that place (`surprise.py`), none larger than a quarter of the built-up area. What is shown would
come about by chance, anywhere in the town and in any topic, in less than one look of twenty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import pi, sqrt
from typing import NamedTuple

import numpy as np

from dashboard.domain.asking import Point
from dashboard.domain.density import Heaps, heaps
from dashboard.domain.disclosure import main_street
from dashboard.domain.moments import day_number, day_of
from dashboard.domain.places import DefaultPoint, default_points, placed
from dashboard.domain.projection import Ground, Metres, built_up_m2
from dashboard.domain.surprise import Cases, Usual, chance

LONGEST_DAYS = 36_500.0
"""A century: beyond it, how rare a heap is means nothing."""
OUTSIDE_M = 50_000.0
"""Farther from the middle of all cases is not this town."""


class Rule(NamedTuple):
    """How heaps are looked for.

    Attributes:
        days: how long the present is.
        history_days: how long before it the usual is looked at.
        ladder: DBSCAN's distances in metres; the smaller ones are for what is too wide with the first.
        least: cases that make a heap.
        share: the largest part of the built-up area that a heap's circle may cover.
        replicas: towns drawn by chance to compare with.
        level: how probable by chance a heap may be.
        seed: of the draw, so that the same cases always give the same heaps.
    """

    days: int = 28
    history_days: int = 365
    ladder: tuple[float, ...] = (150.0, 100.0, 66.0, 44.0)
    least: int = 5
    share: float = 0.25
    replicas: int = 99
    level: float = 0.05
    seed: int = 28


RULE = Rule()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A heap of cases.

    Attributes:
        id: stable while its earliest member and its topic stay.
        lat, lon: middle of its extent, WGS84.
        radius_m: metres from there to its farthest member.
        n: its cases.
        usual: how many of its topic a period as long had there on average in the year before.
        topics: what they are about.
        since_on, until_on: days of receipt of the first and the last of them.
        members: numbers of its questions.
        p: how probable such a heap is by chance, anywhere in the town and in any topic.
        days_by_chance: in how many days chance alone makes one if it is looked for every day, at most a century.
        street: on which most of its cases lie, or "" where fewer than three lie on any.
    """

    id: str
    lat: float
    lon: float
    radius_m: float
    n: int
    usual: float
    topics: tuple[str, ...]
    since_on: date
    until_on: date
    members: tuple[int, ...]
    p: float
    days_by_chance: float | None
    street: str = ""


class Finding(NamedTuple):
    """Heaps, most surprising first, and the points that were left out because they are no places."""

    clusters: tuple[Cluster, ...]
    left_out: tuple[DefaultPoint, ...]


class Terrain(NamedTuple):
    """What the town itself knows: its built-up area in square metres and its points that are no places."""

    built_up_m2: float | None = None
    no_places: tuple[tuple[float, float], ...] = ()


UNKNOWN_TERRAIN = Terrain()

def find(points: Sequence[Point], today: date, town: Terrain = UNKNOWN_TERRAIN, rule: Rule = RULE) -> Finding:
    """Return the heaps of the last `rule.days` days up to `today`, judged by the `rule.history_days` before them.

    Args:
        points: the cases of both, in any order; others are left aside.
        today: the civil day of judgement.
        town: what is known of the town; its area is never taken for larger than where anything ever happened.
        rule: how to look.
    """
    last = day_number(today)
    first = last - rule.days - rule.history_days
    within = [point for point in points if first < point.received_on <= last]
    left_out = default_points(within, town.no_places)
    kept = placed(within, left_out)
    if len(kept) < rule.least:
        return Finding((), left_out)
    search = _Search(kept, last - rule.days, town.built_up_m2, rule)
    return Finding(search.clusters(), left_out)


class _Search:
    """One look at a town."""

    def __init__(self, points: Sequence[Point], turn: int, area_m2: float | None, rule: Rule) -> None:
        lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
        self.ground = Ground(float(np.median(lat)), float(np.median(lon)))
        at = self.ground.metres(lat, lon)
        near = np.hypot(at[:, 0], at[:, 1]) <= OUTSIDE_M
        self.names, topics = np.unique([p.topic for p in points], return_inverse=True)
        days = np.array([p.received_on for p in points])
        often = np.bincount(topics[near & (days > turn)], minlength=len(self.names)) >= rule.least
        now, before = near & (days > turn) & often[topics], near & (days <= turn)
        self.rule = rule
        self.members = [point for point, chosen in zip(points, now, strict=True) if chosen]
        self.recent = Cases(at[now], topics[now])
        self.usual = Usual(self.recent, Cases(at[before], topics[before]), at[near], len(self.names))
        self.spans = (turn - int(days.min()) + 1) / rule.days if before.any() else 0.0
        area = built_up_m2(at[near])
        self.widest_m = sqrt(rule.share * min(area, area_m2 or area) / pi)

    def clusters(self) -> tuple[Cluster, ...]:
        """Return the heaps that chance hardly makes."""
        found = self._heaps(self.recent.at)
        surprise = self.usual.surprise(found)
        if not surprise.any():
            return ()
        drawn = [float(self.usual.surprise(self._heaps(at)).max(initial=0.0))
                 for at in self.usual.shuffled(self.rule.replicas, self.rule.seed)]
        former = self.usual.former(found)
        rare = [(chance(float(surprise[i]), drawn), i) for i in np.argsort(-surprise) if surprise[i] > 0]
        return tuple(self._cluster(found, int(i), float(former[i]), p) for p, i in rare
                     if p <= self.rule.level and found.counts[i] >= self.rule.least)

    def _heaps(self, at: Metres) -> Heaps:
        return heaps(at, self.recent.topics, self.rule.ladder, self.rule.least, self.widest_m)

    def _cluster(self, found: Heaps, index: int, former: float, p: float) -> Cluster:
        members = [self.members[i] for i in np.flatnonzero(found.labels == index)]
        lat, lon = self.ground.degrees(*map(float, found.centres[index]))
        days = [member.received_on for member in members]
        topic = str(self.names[found.topics[index]])
        numbers = tuple(sorted(member.id for member in members))
        return Cluster(
            _identity(topic, members), lat, lon, float(found.radii[index]), len(members),
            former / self.spans if self.spans else 0.0, (topic,), day_of(min(days)), day_of(max(days)), numbers,
            p, min(1 / p, LONGEST_DAYS) if p > 0 else LONGEST_DAYS, main_street([member.street for member in members]))


def _identity(topic: str, members: Sequence[Point]) -> str:
    first = min((member.received_on, member.id) for member in members)
    return hashlib.blake2b(f"{topic}:{first[1]}".encode(), digest_size=6).hexdigest()
