"""The address of a number's rows, and the way back: the scope is the URL.

`/list?measure=overdue_open&since=2026-11-01&topic=heating&topic=roads&as_of=2026-11-24T14:32:00+00:00`.
A member that is unknown is an empty value (`street=`); an absent dimension is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from urllib.parse import parse_qs, urlencode

from dashboard.domain.dimension import Dimension
from dashboard.domain.figures import Drill
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.registry import discover

LIST = "/list"
Query = Mapping[str, Sequence[str]]


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


def pairs(scope: Scope, view: View) -> list[tuple[str, str]]:
    """Return the pairs of a query for a scope and the two clocks, in a stable order."""
    found = [(name, day.isoformat()) for name, day in (("since", scope.since), ("until", scope.until)) if day]
    found += [(key, member) for key, chosen in sorted(scope.members.items()) for member in sorted(chosen)]
    return found + [(name, at.isoformat()) for name, at in (("as_of", view.as_of), ("known_at", view.known_at)) if at]


def parse(query: str) -> dict[str, list[str]]:
    """Return name → values of the text after `?`; empty values count."""
    return parse_qs(query.lstrip("?"), keep_blank_values=True)


def scope_of(query: str | Query) -> Scope:
    """Return the scope of a query; names that are no dimension are left to others.

    Raises:
        UsageError: a date cannot be read.
    """
    found = parse(query) if isinstance(query, str) else query
    members = {key: frozenset(found[key]) for key in dimension_keys() if key in found}
    return Scope(_day(found, "since"), _day(found, "until"), members)


def view_of(query: str | Query) -> View:
    """Return the two clocks of a query; absent means live.

    Raises:
        UsageError: an instant cannot be read or has no zone.
    """
    found = parse(query) if isinstance(query, str) else query
    return View(_instant(found, "as_of"), _instant(found, "known_at"))


def measure_of(query: str | Query) -> str | None:
    """Return the measure of a list's address, or None."""
    found = parse(query) if isinstance(query, str) else query
    return _last(found, "measure")


def _last(query: Query, name: str) -> str | None:
    values = [value for value in query.get(name, ()) if value]
    return values[-1] if values else None


def _day(query: Query, name: str) -> date | None:
    text = _last(query, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken


def _instant(query: Query, name: str) -> datetime | None:
    text = _last(query, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=text) from broken
    if found.tzinfo is None:
        raise UsageError("The moment {text} has no time zone; write it as 2026-11-24T14:32:00+03:00", text=text)
    return found
