"""Heaps of cases at a place, found in a reading."""

from __future__ import annotations

from dashboard.cache.reading import Reading
from dashboard.domain.clusters import Cluster
from dashboard.domain.scope import Scope
from dashboard.town import Town


def heaps(reading: Reading, scope: Scope, town: Town) -> tuple[Cluster, ...]:
    """Return heaps of the last 28 days, most surprising first."""
    return ()
