"""Heaps of cases at a place, found in a reading."""

from __future__ import annotations

from datetime import timedelta

from dashboard.cache.reading import Reading
from dashboard.domain.clusters import RULE, Cluster, Terrain, find
from dashboard.domain.scope import Scope
from dashboard.town import Town


def heaps(reading: Reading, scope: Scope, town: Town) -> tuple[Cluster, ...]:
    """Return heaps of the last 28 days before the moment of judgement, most surprising first.

    The scope's members are looked at; its period is not, because what is usual takes the year before.
    """
    today = reading.now.on
    since = today - timedelta(days=RULE.days + RULE.history_days)
    points = reading.points("received", scope.during(since, today))
    terrain = Terrain(town.built_up_m2, tuple((place.lat, place.lon) for place in town.default_points))
    return find(points, today, terrain).clusters
