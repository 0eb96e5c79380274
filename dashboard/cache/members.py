"""The members that a scope chooses, apart from the statement that looks for them: one statement serves all choices."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.domain.dimension import Dimension, Tree, subtree
from dashboard.domain.measures import COUNTED
from dashboard.domain.predicates import All, Any, Is, Listed, Op, Predicate
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.errors import UsageError


class Choice(NamedTuple):
    """How one dimension is chosen by: whether any member is named, and whether the unknown one is."""

    dimension: str
    named: bool
    unknown: bool


Form = tuple[Choice, ...]
"""Equal forms have equal statements; only what they are bound to differs."""


@dataclass(frozen=True, slots=True)
class Members:
    """Dimension → chosen members, subtrees included, in order of the dimensions."""

    chosen: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def form(self) -> Form:
        """What a statement has to know of them."""
        return tuple(Choice(key, bool(members - {UNKNOWN}), UNKNOWN in members) for key, members in self.chosen)

    @property
    def bound(self) -> dict[str, list[str]]:
        """What a statement of their form is bound to: parameter → members."""
        return {parameter(key): sorted(members - {UNKNOWN}) for key, members in self.chosen if members - {UNKNOWN}}


def members_of(scope: Scope, dimensions: Container[str], trees: Mapping[str, Tree]) -> Members:
    """Return what a scope chooses, with everything that hangs below it.

    Raises:
        UsageError: there is no such dimension.
    """
    unknown = [key for key in scope.members if key not in dimensions]
    if unknown:
        raise UsageError("There is no dimension {name}", name=min(unknown))
    return Members(tuple((key, subtree(trees.get(key, {}), chosen)) for key, chosen in sorted(scope.members.items())))


def parameter(dimension: str) -> str:
    """Return the name of the parameter that carries the members of a dimension."""
    return f"members_{dimension}"


def within(form: Form, dimensions: Mapping[str, Dimension]) -> Predicate:
    """Return the part of `where` that all measures share: the chosen members, and that a row counts at all.

    It says with parameters what `domain.scope.counted` says with the members themselves.
    """
    parts: list[Predicate] = [] if any(choice.dimension == "status" for choice in form) else [COUNTED]
    return All((*parts, *(_chosen(choice, dimensions[choice.dimension].column) for choice in form)))


def _chosen(choice: Choice, column: str) -> Predicate:
    named = Is(column, Op.IN, Listed(parameter(choice.dimension), keys=True) if choice.named else ())
    return Any((named, Is(column, Op.NULL))) if choice.unknown else named
