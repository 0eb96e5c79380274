"""Sources that are late, fail or have fallen silent; the steps of its ladders are called as the states are.

A source that was never heard has no cadence to be late by, and is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.cache.board import SourceState
from dashboard.domain.alerts.finding import Finding, Subject
from dashboard.domain.alerts.ladder import Ladder
from dashboard.watches.watch import Ground, Watch

STATES = frozenset({"late", "failing", "silent"})


def _find(ground: Ground, ladder: Ladder, _: Sequence[Ladder]) -> Iterator[Finding]:
    for source in ground.sources:
        step = ladder.step(source.state)
        if step is not None and source.state in STATES:
            # The finding rests on no source: a silent one must not cover the very alert that tells of its silence.
            yield Finding(Subject(ladder.key, source=source.key), step.key, step.severity, 1, counts={step.key: 1},
                          facts=_facts(source))


def _facts(source: SourceState) -> dict[str, str | int | float]:
    told = {"observed_at": source.observed_at, "failing_since": source.failing_since}
    since = {name: at.isoformat() for name, at in told.items() if at is not None}
    return {"cadence_s": source.cadence_s, **since, **({"error": source.error} if source.error else {})}


WATCH = Watch("silence", "Sources that are late, fail or are silent", _find, steps=STATES)
