"""The sentences of the reporting week: count, change, topics, growth, how much was dealt with, hard places.

The set is the one the region's control centre reads out on Mondays (domain.md §3.14); every number in it can be
recounted through its drill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill
from dashboard.domain.scope import UNKNOWN, Scope

ASKED = ("received", "received_resolved", "received_explained", "closed", "received_open", "overdue_open")
TOP = 3
LEAST = 5
"""A block with fewer cases in both weeks is not said to grow or to fall."""


@dataclass(frozen=True, slots=True)
class Named:
    """A member with its count: «Отопление — 12»."""

    dimension: str
    member: str
    n: int
    drill: Drill


@dataclass(frozen=True, slots=True)
class Week:
    """What was counted for the sentences; `before` is None without a period to compare with."""

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

    @property
    def dealt_with(self) -> float | None:
        """Return the share of answered matters among those received, in percentage points."""
        return 100 * (self.resolved + self.explained) / self.received if self.received else None

    @property
    def change(self) -> float | None:
        """Return the change to the previous period in per cent, or None when there is nothing to compare with."""
        return 100 * (self.received - self.before) / self.before if self.before else None


def week_of(ask: Ask, scope: Scope) -> Week:
    """Return the counts of a period for its sentences.

    «Dealt with» is the part of what was received in the period that is by now resolved or explained.
    """
    former = scope.before(ask.now.on)
    n = {m: ask.count(m, scope)[UNKNOWN] for m in ASKED}
    blocks, blocks_before = ask.count("received", scope, "block"), _before(ask, former, "block")
    changes = {b: blocks.get(b, 0) - blocks_before.get(b, 0) for b in {*blocks, *blocks_before} - {UNKNOWN}
               if max(blocks.get(b, 0), blocks_before.get(b, 0)) >= LEAST}
    up = sorted((b for b, d in changes.items() if d > 0 and former), key=lambda b: (-changes[b], b))
    down = sorted((b for b, d in changes.items() if d < 0 and former), key=lambda b: (changes[b], b))
    return Week(
        scope, n["received"], None if former is None else ask.count("received", former)[UNKNOWN],
        Drill("received", scope), _top(ask, scope, "topic"), _named(up, "block", blocks, scope),
        _named(down, "block", blocks, scope), n["received_resolved"], n["received_explained"],
        n["closed"], n["received_open"],
        n["overdue_open"], _top(ask, scope, "street"))


def _before(ask: Ask, former: Scope | None, by: str) -> Mapping[str, int]:
    return {} if former is None else ask.count("received", former, by)


def _top(ask: Ask, scope: Scope, by: str) -> tuple[Named, ...]:
    counted = ask.count("received", scope, by)
    most = sorted((m for m in counted if m != UNKNOWN), key=lambda m: (-counted[m], m))[:TOP]
    return _named(most, by, counted, scope)


def _named(members: list[str], by: str, counted: Mapping[str, int], scope: Scope) -> tuple[Named, ...]:
    return tuple(Named(by, m, counted.get(m, 0), Drill("received", scope.within(by, m))) for m in members[:TOP])


