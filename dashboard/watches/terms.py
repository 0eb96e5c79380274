"""Terms that come near or were broken: what one person should act on is a block × topic × place.

Every step counts by its own measure, so a question may stand on several steps at once: one that is due tomorrow is
also due within three working days. That is meant: each number is exactly the list of its measure in the finding's
scope. The finding itself is told as the gravest step that any of its questions has reached, with that step's number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dashboard.domain.alerts.finding import Finding, Subject
from dashboard.domain.alerts.ladder import Ladder, Step
from dashboard.domain.alerts.reach import DIMENSIONS, members, reach
from dashboard.domain.scope import Scope
from dashboard.watches.watch import Ground, Watch, same_look

DIMENSION = {"block": "block", "topic": "topic", "place": "street"}
"""Part of a subject → the dimension that carries it."""
WITHIN = {"due_next_working_day": "due_in_3_working_days", "due_in_30_minutes": "due_in_2_hours",
          "response_due_in_30_minutes": "response_due_in_2_hours"}
"""Measure → one that counts all of its questions too."""
Heap = tuple[str, ...]
"""Members of what the ladder looks by."""


def _find(ground: Ground, ladder: Ladder, ladders: Sequence[Ladder]) -> Iterator[Finding]:
    looked_at = reach((one for one in ladders if one.watch == ladder.watch), ground.rules)[ladder.key]
    if not looked_at:
        return
    scope = Scope().within(DIMENSIONS[ladder.stage], *members(looked_at, ground.rules, ladder.stage))
    by = tuple(DIMENSION[part] for part in ladder.by)
    counts: dict[Heap, dict[str, int]] = defaultdict(dict)
    sources: dict[Heap, set[str]] = defaultdict(set)
    for step in ladder.steps:
        for (*heap, source), n in ground.ask.table(step.measure, scope, (*by, "source")).items():
            found = counts[tuple(heap)]
            found[step.key] = found.get(step.key, 0) + n
            sources[tuple(heap)].add(source)
    for key in sorted(counts):
        yield _finding(ladder, scope, key, counts[key], frozenset(sources[key]))


def _finding(ladder: Ladder, scope: Scope, heap: Heap, counts: dict[str, int], sources: frozenset[str]) -> Finding:
    gravest = next(step for step in reversed(ladder.steps) if step.key in counts)
    parts = dict(zip(ladder.by, heap, strict=True))
    for part, member in parts.items():
        scope = scope.within(DIMENSION[part], member)
    return Finding(Subject(ladder.key, **parts), gravest.key, gravest.severity, counts[gravest.key], gravest.measure,
                   scope, counts, sources=sources)


def _implies(first: Step, second: Step) -> bool:
    return same_look(first, second) or WITHIN.get(first.measure) == second.measure


WATCH = Watch("terms", "Terms that come near or were broken", _find, by_measure=True, implies=_implies)
