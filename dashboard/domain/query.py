"""The scope is the address: a query of names and values, and the way back.

`since=2026-11-01&topic=heating&topic=roads&as_of=2026-11-24T14:32:00+00:00`.
A member that is unknown is an empty value (`street=`); an absent dimension is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import parse_qs

from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError

Query = Mapping[str, Sequence[str]]
YEARS = range(1990, 2101)
"""Years about which a town may ask."""


def pairs(scope: Scope, view: View) -> list[tuple[str, str]]:
    """Return the pairs of a query for a scope and the two clocks, in a stable order."""
    found = [(name, day.isoformat()) for name, day in (("since", scope.since), ("until", scope.until)) if day]
    found += [(key, member) for key, chosen in sorted(scope.members.items()) for member in sorted(chosen)]
    return found + [(name, at.isoformat()) for name, at in (("as_of", view.as_of), ("known_at", view.known_at)) if at]


def parse(query: str) -> dict[str, list[str]]:
    """Return name → values of the text after `?`; empty values count."""
    return parse_qs(query.lstrip("?"), keep_blank_values=True)


def scope_of(query: str | Query, dimensions: Iterable[str]) -> Scope:
    """Return the scope of a query; names that are no dimension are left to others.

    Raises:
        UsageError: a date cannot be read.
    """
    found = parse(query) if isinstance(query, str) else query
    members = {key: frozenset(found[key]) for key in dimensions if key in found}
    return Scope(_day(found, "since"), _day(found, "until"), members)


def view_of(query: str | Query) -> View:
    """Return the two clocks of a query; absent means live.

    Raises:
        UsageError: an instant cannot be read or has no zone.
    """
    found = parse(query) if isinstance(query, str) else query
    return View(_instant(found, "as_of"), _instant(found, "known_at"))


def last(query: Query, name: str) -> str | None:
    """Return the last value of a name that says anything, or None."""
    values = [value for value in query.get(name, ()) if value]
    return values[-1] if values else None


def _day(query: Query, name: str) -> date | None:
    text = last(query, name)
    return day_said(text) if text else None


def day_said(text: str) -> date:
    """Return the day that a text names.

    Raises:
        UsageError: it names none, or one of a year that no town can ask about.
    """
    try:
        return sensible(date.fromisoformat(text), text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken


def sensible(on: date, text: str) -> date:
    """Return the day if a town may ask about it: a period of a thousand years is counted day by day.

    Raises:
        UsageError: its year is none of YEARS.
    """
    if on.year not in YEARS:
        raise UsageError("The year of {text} lies outside of {first}–{last}", text=text, first=YEARS[0], last=YEARS[-1])
    return on


def _instant(query: Query, name: str) -> datetime | None:
    text = last(query, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=text) from broken
    if found.tzinfo is None:
        raise UsageError("The moment {text} has no time zone; write it as 2026-11-24T14:32:00+03:00", text=text)
    sensible(found.date(), text)
    return found
