"""A dimension: one way to divide questions; each registered in a file of its own in `dimensions/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column by which questions are filtered and grouped.

    Attributes:
        key: its name in addresses, options and the API.
        column: the field that carries it.
        title: gettext key of the singular, shown above a filter.
        title_many: gettext key of «by …», shown above a chart.
        parent: key of the dimension one level up in the drill path, or None.
        vocabulary: name of the policy list that gives titles of members, or None when members name themselves.
    """

    key: str
    column: str
    title: str
    title_many: str
    parent: str | None = None
    vocabulary: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One value of a dimension: its key in the data, its title for people, its parent's key if it has one."""

    key: str
    title: str
    parent: str | None = None


Tree = Mapping[str, Member]


def subtree(members: Tree, chosen: frozenset[str]) -> frozenset[str]:
    """Return the chosen members and all members below them."""
    found = set(chosen)
    grown = True
    while grown:
        below = {m.key for m in members.values() if m.parent in found} - found
        found |= below
        grown = bool(below)
    return frozenset(found)
