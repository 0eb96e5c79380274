"""The sentences of the reporting week: count, change, topics, growth, how much was dealt with, hard places.

The set is the one the region's control centre reads out on Mondays (domain.md §3.14); every number in it can be
recounted through its drill.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.domain.asking import Ask
from dashboard.domain.disclosure import K_PLACE
from dashboard.domain.examples import Done, Group, done, overdue_groups
from dashboard.domain.figures import Drill
from dashboard.domain.scope import UNKNOWN, Scope

ASKED = ("received", "received_resolved", "received_explained", "closed", "received_open", "overdue_open")
TOP = 3
LEAST = 5
"""A block with fewer cases in both weeks is not said to grow or to fall."""


@dataclass(frozen=True, slots=True)
class Named:
    """A member with its count: «heating (12)»; `change` to the period before, where there is one: «heating +4»."""

    dimension: str
    member: str
    n: int
    drill: Drill
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """What was counted for the sentences; `before` is None without a period to compare with, `former`."""

    scope: Scope
    received: int
    before: int | None
    appeals_drill: Drill
    topics: tuple[Named, ...]
    growing: tuple[Named, ...]
    falling: tuple[Named, ...]
    resolved: int
    explained: int
    closed: int
    open: int
    overdue: int
    streets: tuple[Named, ...]
    former: Scope | None = None
    done: tuple[Done, ...] = ()
    decide: tuple[Group, ...] = ()

    @property
    def dealt_with(self) -> float | None:
        """Return the share of answered matters among those received, in percentage points."""
        return 100 * (self.resolved + self.explained) / self.received if self.received else None

    @property
    def change(self) -> float | None:
        """Return the change to the former period in per cent, or None when there is nothing to compare with."""
        return 100 * (self.received - self.before) / self.before if self.before else None


def week_of(ask: Ask, scope: Scope, *, year: bool = False, public: bool = False) -> Week:
    """Return the counts of a period for its sentences, compared with the period before, or with a `year` before.

    «Dealt with» is the part of what was received in the period that is by now resolved or explained. In `public`
    no single question is an example, and what waits for a decision is told where three questions do.
    """
    former = scope.a_year_before(ask.now.on) if year else scope.before(ask.now.on)
    n = {m: ask.count(m, scope)[UNKNOWN] for m in ASKED}
    blocks, before = _by(ask, scope, "block"), {} if former is None else _by(ask, former, "block")
    moved = [_named(scope, ("block", b), blocks.get(b, 0), blocks.get(b, 0) - before.get(b, 0))
             for b in sorted({*blocks, *before}) if former and max(blocks.get(b, 0), before.get(b, 0)) >= LEAST]
    return Week(
        scope, n["received"], None if former is None else ask.count("received", former)[UNKNOWN],
        Drill("received", scope), _top(ask, scope, "topic"), _most(moved, 1), _most(moved, -1),
        n["received_resolved"], n["received_explained"], n["closed"], n["received_open"], n["overdue_open"],
        _top(ask, scope, "street"), former,
        () if public else done(ask, scope), overdue_groups(ask, scope, K_PLACE if public else 1))


def _by(ask: Ask, scope: Scope, dimension: str) -> dict[str, int]:
    return {member: n for member, n in ask.count("received", scope, dimension).items() if member != UNKNOWN}


def _most(moved: list[Named], sign: int) -> tuple[Named, ...]:
    """Return those that changed most in one direction: 1 grew, -1 fell."""
    changed = [(sign * (one.change or 0), one) for one in moved]
    return tuple(one for by, one in sorted(changed, key=lambda pair: -pair[0]) if by > 0)[:TOP]


def _top(ask: Ask, scope: Scope, by: str) -> tuple[Named, ...]:
    counted = _by(ask, scope, by)
    most = sorted(counted, key=lambda member: (-counted[member], member))[:TOP]
    return tuple(_named(scope, (by, member), counted[member], None) for member in most)


def _named(scope: Scope, member: tuple[str, str], n: int, change: int | None) -> Named:
    return Named(*member, n, Drill("received", scope.within(*member)), change)
