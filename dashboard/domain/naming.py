"""What a person means by a member: its key, or what it is called; a name that nobody bears is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import UsageError

MembersOf = Callable[[str], Mapping[str, str]]
"""Dimension → member key → title."""
NEAREST = 3


def understood(scope: Scope, members_of: MembersOf) -> Scope:
    """Return the scope with keys where titles were written.

    Raises:
        UsageError: a member is neither known nor occurs, or the period ends before it begins: a misspelt name would
            give a confident nought.
    """
    if scope.since and scope.until and scope.since > scope.until:
        raise UsageError("The period ends on {until}, before it begins on {since}",
                         since=scope.since.isoformat(), until=scope.until.isoformat())
    found: dict[str, frozenset[str]] = {}
    for dimension, chosen in scope.members.items():
        known = members_of(dimension)
        found[dimension] = frozenset(key_of(dimension, said, known) for said in chosen)
    return replace(scope, members=found)


def key_of(dimension: str, said: str, members: Mapping[str, str]) -> str:
    """Return the key of the member that is called so.

    Raises:
        UsageError: nobody is called so; the nearest names are told.
    """
    if said == UNKNOWN or said in members:
        return said
    titles = {title.casefold(): key for key, title in members.items()}
    found = titles.get(said.strip().casefold())
    if found is None:
        near = get_close_matches(said.casefold(), [*titles, *members], NEAREST, 0.5)
        raise UsageError("There is no {member} in {dimension}; nearest: {near}", member=said, dimension=dimension,
                         near=", ".join(members.get(titles.get(name, name), name) for name in near) or "—")
    return found
