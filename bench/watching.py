"""What a serving process does besides boards: the vigil's look at every ladder, and the forecasts of a minute."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bench.measuring import took
from dashboard.alertbook import shipped_alerts
from dashboard.cache.forecasts import Forecasts
from dashboard.cache.mirror import Mirror
from dashboard.domain.asking import Moments
from dashboard.domain.calendar import Calendar
from dashboard.domain.fields import Privacy
from dashboard.domain.scope import Scope, View
from dashboard.foresight import shipped_foresight
from dashboard.registry import discover
from dashboard.rulebook import shipped_rules
from dashboard.watches.watch import Ground, Watch


class Watched(NamedTuple):
    """Milliseconds of a look, how many findings it had, and milliseconds of learning and of telling."""

    look: float
    findings: int
    learnt: float
    told: float


def watched(mirror: Mirror, now: Moments, working: Callable[[int], int]) -> Watched:
    """Return what looking and foreseeing cost in a town."""
    watches, policy = discover("dashboard.watches", Watch), shipped_alerts()
    forecasts = Forecasts(shipped_foresight, Calendar)
    with mirror.ask(View(), now, working, Privacy.STAFF, forecasts.foresee) as reading:
        ground = Ground(reading, Calendar(), shipped_rules(), (), {}, {})

        def look() -> int:
            return sum(len(tuple(watches[ladder.watch].find(ground, ladder, policy.ladders)))
                       for ladder in policy.ladders)

        findings = look()
        learnt = took(lambda: reading.count("likely_late", Scope()))
    with mirror.ask(View(), now, working, Privacy.STAFF, forecasts.foresee) as reading:
        ground = Ground(reading, Calendar(), shipped_rules(), (), {}, {})
        return Watched(took(look), findings, learnt, took(lambda: reading.count("likely_late", Scope())))
