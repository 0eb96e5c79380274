"""Rows that the newest import of a source did not take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.domain.alerts.finding import Facts, Finding, Subject
from dashboard.domain.alerts.ladder import Ladder, Step
from dashboard.watches.watch import Ground, Refused, Watch


def _find(ground: Ground, ladder: Ladder, _: Sequence[Ladder]) -> Iterator[Finding]:
    for source, refused in sorted(ground.refused.items()):
        share = _share(refused)
        reached = [step for step in ladder.steps if share > step.limits["share"]]
        if reached:
            gravest = reached[-1]
            facts: Facts = {"batch": refused.batch, "read": refused.read, "at": refused.at.isoformat()}
            yield Finding(Subject(ladder.key, source=source), gravest.key, gravest.severity, refused.rows,
                          counts={step.key: refused.rows for step in reached}, facts=facts)


def _share(refused: Refused) -> float:
    """Return the refused part, 0–1; a file of which nothing could be read was refused whole."""
    if not refused.rows:
        return 0.0
    return min(1.0, refused.rows / refused.read) if refused.read else 1.0


def _implies(first: Step, second: Step) -> bool:
    return first.limits["share"] >= second.limits["share"]


WATCH = Watch("rejects", "Rows that the newest import did not take", _find, limits=frozenset({"share"}),
              implies=_implies)
