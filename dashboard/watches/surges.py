"""Inflow of a topic at a place beyond what the eight weeks before let us expect.

A step looks at the last `days` whole days and today so far, so that nothing ends at midnight by itself. Only sources
known for four weeks before are counted: a source that has just joined brings questions, not a surge. Nothing surges at
an unknown place. To enter, chance must make such an inflow more rarely than `chance` anywhere in the town; whoever
stands on the step stays while it is rarer than `stay`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from dashboard.domain.alerts.finding import Facts, Finding, Subject
from dashboard.domain.alerts.ladder import Ladder, Step
from dashboard.domain.inflow import LEAST_DAYS, WEEKS_DAYS, by_chance, expected_of
from dashboard.domain.moments import day_number, day_start
from dashboard.domain.scope import UNKNOWN, Scope
from dashboard.watches.watch import Ground, Watch

MEASURE = "received"
BY = ("block", "topic", "street", "source")
DAY = timedelta(days=1)
Heap = tuple[str, ...]
"""Block, topic and street."""
Counts = Mapping[Heap, Mapping[str, int]]
"""Heap → source → questions."""


class Inflow(NamedTuple):
    """What came in the time that a step looks at, what came before it, and how long both were.

    Attributes:
        scope: the period and the sources that are known for long enough.
        days: length of the period, its part of today included.
        now, before: the counts.
        known_days: source → days of history.
    """

    scope: Scope
    days: float
    now: Counts
    before: Counts
    known_days: Mapping[str, int]


class Reached(NamedTuple):
    """A step on which a heap stands, and what was expected of it."""

    step: Step
    n: int
    scope: Scope
    expected: float
    sources: frozenset[str]


def _find(ground: Ground, ladder: Ladder, _: Sequence[Ladder]) -> Iterator[Finding]:
    reached: dict[Heap, list[Reached]] = defaultdict(list)
    for step in ladder.steps:
        inflow = _inflow(ground, int(step.limits["days"]))
        looks = len(inflow.now.keys() | inflow.before.keys()) * len(ladder.steps)
        for heap, counts in inflow.now.items():
            n, expected = sum(counts.values()), expected_of(inflow.before.get(heap, {}), inflow.known_days, inflow.days)
            limit = step.limits["stay" if _stands(ground, ladder, step, heap) else "chance"]
            if n >= step.limits["least"] and by_chance(n, expected, looks) <= limit:
                reached[heap].append(Reached(step, n, _narrowed(inflow.scope, heap), expected, frozenset(counts)))
    for heap in sorted(reached):
        yield _finding(ladder, heap, reached[heap])


def _inflow(ground: Ground, days: int) -> Inflow:
    now = ground.ask.now
    since = now.on - days * DAY
    firsts = {source: day_number(since) - first
              for source, first in ground.ask.oldest(MEASURE, Scope(), "source").items()}
    known = {source: min(before, WEEKS_DAYS) for source, before in firsts.items() if before >= LEAST_DAYS}
    today = (now.at - day_start(now.on, now.zone)) / DAY
    scope = Scope(since, now.on)
    if known.keys() != firsts.keys():
        scope = scope.within("source", *known)
    former = scope.during(since - WEEKS_DAYS * DAY, since - DAY)
    return Inflow(scope, days + today, _counts(ground, scope), _counts(ground, former), known)


def _counts(ground: Ground, scope: Scope) -> Counts:
    found: dict[Heap, dict[str, int]] = defaultdict(dict)
    for (*heap, source), n in ground.ask.table(MEASURE, scope, BY).items():
        if heap[-1] != UNKNOWN:
            found[tuple(heap)][source] = n
    return found


def _stands(ground: Ground, ladder: Ladder, step: Step, heap: Heap) -> bool:
    """Return whether an alert of the heap stands on this step or on a graver one."""
    keys = [one.key for one in ladder.steps]
    last = ground.last.get(Subject(ladder.key, *heap))
    return last in keys and keys.index(last) >= keys.index(step.key)


def _narrowed(scope: Scope, heap: Heap) -> Scope:
    for dimension, member in zip(BY, heap, strict=False):
        scope = scope.within(dimension, member)
    return scope


def _finding(ladder: Ladder, heap: Heap, reached: Sequence[Reached]) -> Finding:
    gravest = reached[-1]
    period = gravest.scope
    facts: Facts = {"expected": round(gravest.expected, 1), "since": str(period.since), "until": str(period.until)}
    return Finding(Subject(ladder.key, *heap), gravest.step.key, gravest.step.severity, gravest.n, MEASURE, period,
                   {one.step.key: one.n for one in reached}, facts, frozenset().union(*(r.sources for r in reached)))


WATCH = Watch("surges", "Inflow of a topic at a place beyond what is usual", _find,
              limits=frozenset({"days", "chance", "stay", "least"}))
