"""The last decreed day comes near: what is counted beyond it is provisional."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.domain.alerts.finding import Finding, Subject
from dashboard.domain.alerts.ladder import Ladder, Step
from dashboard.watches.watch import Ground, Watch


def _find(ground: Ground, ladder: Ladder, _: Sequence[Ladder]) -> Iterator[Finding]:
    until = ground.calendar.covered_until
    left = 0 if until is None else max(0, (until - ground.ask.now.on).days)
    reached = [step for step in ladder.steps if left <= step.limits["days"]]
    if reached:
        gravest = reached[-1]
        yield Finding(Subject(ladder.key), gravest.key, gravest.severity, left,
                      counts={step.key: left for step in reached}, facts={"until": until.isoformat() if until else ""})


def _implies(first: Step, second: Step) -> bool:
    return first.limits["days"] <= second.limits["days"]


WATCH = Watch("calendar_ending", "Days for which the calendar is decreed", _find, limits=frozenset({"days"}),
              implies=_implies)
