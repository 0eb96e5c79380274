"""The address of a number's rows, and the way back: the scope is the URL.

`/list?measure=overdue_open&since=2026-11-01&topic=heating&topic=roads&as_of=2026-11-24T14:32:00+00:00`.
A member that is unknown is an empty value (`street=`); an absent dimension is open.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

from dashboard.domain.dimension import Dimension
from dashboard.domain.figures import Drill
from dashboard.domain.query import Query, last, pairs, parse, view_of
from dashboard.domain.query import scope_of as scope_within
from dashboard.domain.scope import Scope, View
from dashboard.registry import discover

LIST = "/list"
__all__ = ["address", "cluster_address", "measure_of", "pairs", "parse", "place_address", "scope_of", "view_of"]


@cache
def dimension_keys() -> tuple[str, ...]:
    """Return the keys of all registered dimensions, sorted."""
    return tuple(discover("dashboard.domain.dimensions", Dimension))


def address(drill: Drill, view: View) -> str:
    """Return the address of exactly the rows that a number counted."""
    return f"{LIST}?{urlencode([('measure', drill.measure), *pairs(drill.scope, view)])}"


def cluster_address(cluster: str, view: View) -> str:
    """Return the address of a cluster's rows; a cluster is named, not described by a scope."""
    return f"{LIST}?{urlencode([('cluster', cluster), *pairs(Scope(), view)])}"


def place_address(path: str, scope: Scope, view: View) -> str:
    """Return the address of a page that looks at a scope: `/?block=housing`."""
    query = urlencode(pairs(scope, view))
    return f"{path}?{query}" if query else path


def scope_of(query: str | Query) -> Scope:
    """Return the scope of a query; names that are no dimension are left to others.

    Raises:
        UsageError: a date cannot be read.
    """
    return scope_within(query, dimension_keys())


def measure_of(query: str | Query) -> str | None:
    """Return the measure of a list's address, or None."""
    return last(parse(query) if isinstance(query, str) else query, "measure")
