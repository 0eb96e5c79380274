"""How many plain due dates a second one process finds; derivations are made by the same code, on demand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import State
from dashboard.domain.deadlines import Terms
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rules import PAUSED, Roll, Rule, Start, Unit
from dashboard.holidays_ru import shipped_calendar
from dashboard.rulebook import shipped_rules

ZONE = ZoneInfo("Europe/Moscow")
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
MINUTES = 500 * 24 * 60
KINDS = (("pos", "pos", "fast"), ("pos", "pos", None), ("sed", "59-fz", None), ("incident", None, None),
         ("edds", None, "ads"))
"""(channel, law, lane) of the appeals, as often as each other."""
SLOWEST = Rule("slowest", 9, Unit.WORKING_HOUR, Start.EVENT, Roll.NONE, "bench", True, channel="incident",
               pausable=frozenset({PAUSED}))
"""A count in hours from an instant is each appeal's own, and nothing of it is remembered."""


def judged(appeals: int) -> float:
    """Return how many appeals a second are given their due date, every tenth of them paused for a while."""
    terms = Terms((*shipped_rules(), SLOWEST), shipped_calendar(), ZONE)
    asked = [_appeal(Random(f"{number}")) for number in range(appeals)]
    start = perf_counter()
    for state, events in asked:
        terms(state, events)
    return appeals / (perf_counter() - start)


def _appeal(rng: Random) -> tuple[State, list[Event]]:
    channel, law, lane = rng.choice(KINDS)
    at = SINCE + timedelta(minutes=rng.randrange(MINUTES))
    received = moment_at(at, ZONE)
    state = {"channel": channel, "law": law, "lane": lane, "received": received}
    events = [Event(EventKind.RECEIVED, received, at, state)]
    if rng.random() < 1 / 10:
        paused = Moment(received.on + timedelta(days=2)), Moment(received.on + timedelta(days=5))
        events += [Event(kind, when, at) for kind, when in zip((EventKind.PAUSED, EventKind.RESUMED), paused,
                                                               strict=True)]
    return state, events
