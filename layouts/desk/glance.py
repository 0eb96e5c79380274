"""What the desk looks at, and its address: scope, the two clocks, the list's measure and what is compared.

The address is the whole state of the desk: reload, «back» and a shared link give the same picture, because it
carries both clocks. A number's address narrows the desk to exactly the rows that it counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from dashboard.domain.figures import Drill
from dashboard.domain.measures import MEASURES
from dashboard.domain.query import last, pairs, parse, view_of
from dashboard.domain.query import scope_of as scope_in
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from layouts.address import dimension_keys

PREVIOUS, YEAR = "previous", "year"
RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at the town.

    Attributes:
        scope: the period and the chosen members.
        view: the two clocks; a desk that stands still has both.
        measure: what the list below lists.
        compare: `previous` (equal period before) or `year` (same days a year ago).
        cluster: the heap whose rows are listed, "" for none.
    """

    scope: Scope = Scope()
    view: View = View()
    measure: str = RECEIVED
    compare: str = PREVIOUS
    cluster: str = ""

    @property
    def search(self) -> str:
        """Return the address's part from `?` on."""
        found = list(pairs(self.scope, self.view))
        if self.measure != RECEIVED:
            found.append(("measure", self.measure))
        if self.compare != PREVIOUS:
            found.append(("compare", self.compare))
        if self.cluster:
            found.append(("cluster", self.cluster))
        return f"?{urlencode(found)}"

    def within(self, dimension: str, *members: str) -> Glance:
        """Return the glance narrowed to members of a dimension."""
        return replace(self, scope=self.scope.within(dimension, *members))

    def without(self, *dimensions: str) -> Glance:
        """Return the glance with dimensions opened again."""
        scope = self.scope
        for dimension in dimensions:
            scope = scope.without(dimension)
        return replace(self, scope=scope)

    def toggled(self, dimension: str, member: str) -> Glance:
        """Return the glance with one member of a dimension chosen or not chosen any more."""
        chosen = self.scope.members.get(dimension, frozenset()) ^ {member}
        return self.within(dimension, *chosen) if chosen else self.without(dimension)

    def at(self, now: datetime) -> Glance:
        """Return the glance standing at a moment: judged then, with what was known then."""
        still = now.replace(microsecond=0)
        return replace(self, view=View(still, still))


def glance_of(search: str | None) -> Glance:
    """Return what an address looks at; words it does not know are left to others.

    Raises:
        UsageError: a date or an instant cannot be read, or there is no such measure.
    """
    query = parse(search or "")
    measure, compare = last(query, "measure") or RECEIVED, last(query, "compare")
    if measure not in MEASURES:
        raise UsageError("There is no measure {name}", name=measure)
    return Glance(scope_in(query, dimension_keys()), view_of(query), measure,
                  YEAR if compare == YEAR else PREVIOUS, last(query, "cluster") or "")


def narrowed(drill: Drill, view: View, compare: str = PREVIOUS) -> str:
    """Return the desk's address that shows exactly the rows that a number counted; the base of changes stays."""
    return Glance(drill.scope, view, drill.measure, compare).search


def is_bare(search: str | None) -> bool:
    """Return whether an address names no moment yet: somebody has just sat down."""
    return last(parse(search or ""), "as_of") is None
