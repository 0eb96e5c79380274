"""The town goes on: what its sources tell between two instants, from the questions as they stand.

A pure function of the seed, the instants and the questions given. The day has a schedule: arrivals (at most
three usual days' worth), assignments, closings, ratings and a return; between them one open question moves every
ten seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random

from dashboard.domain.appeals import Key, State
from dashboard.domain.moments import day_start
from datasources.demo.arrivals import Slip, arrive
from datasources.demo.desk import Desk
from datasources.demo.habits import Town, pick
from datasources.demo.history import Told
from datasources.demo.lives import Life
from datasources.demo.voices import citizens
from datasources.demo.wishes import wish

BEAT = timedelta(seconds=10)
BEATS_OF_HOUR = 360
SEEN = timedelta(minutes=10)
"""How far back small movements are told after a pause; arrivals and closings are never skipped."""
INFLOW = 2.0
"""Arrivals a day, in usual days' worth: the demonstration is livelier than the town, by less than three times."""
SERIAL_FROM = 10_000
RECENT = timedelta(days=14)
"""How long ago a question may have been closed to be rated or returned: give these with the open ones."""


def schedule(seed: int, town: Town, on: date) -> Mapping[int, str]:
    """Return beat of the civil day → what happens in it: arrival, routing, closing, relief, rating or returning."""
    rng = Random(f"{seed}:schedule:{on}")
    arrivals = int(INFLOW * town.inflow["per_day"])
    plan = {"arrival": arrivals, "routing": 2 * arrivals, "closing": arrivals + 1, "relief": arrivals,
            "rating": arrivals // 2, "returning": 1}
    beats: dict[int, str] = {}
    for what, times in plan.items():
        for _ in range(times):
            beats.setdefault(pick(rng, town.inflow["hours"]) * BEATS_OF_HOUR + rng.randrange(BEATS_OF_HOUR), what)
    return beats


def live(seed: int, after: datetime, now: datetime, cases: Mapping[Key, State], town: Town) -> Iterator[Told]:
    """Yield what is told in (after, now], in order.

    Args:
        seed: the seed of the demonstration.
        after: aware instant up to which everything was told before.
        now: aware instant; nothing later is told.
        cases: key → state at `after` of all open questions and of those closed within RECENT; of a state the
            fields named in `desk.NEEDED` are read.
        town: the demonstration town.
    """
    desk = Desk(town, {key: dict(state) for key, state in cases.items() if key.source in town.ways})
    on, last = town.day_of(after), town.day_of(now)
    while on <= last:
        yield from _day(seed, on, (after, now), desk)
        on += timedelta(days=1)


def _day(seed: int, on: date, span: tuple[datetime, datetime], desk: Desk) -> Iterator[Told]:
    after, now = span
    start, planned = day_start(on, desk.town.zone), schedule(seed, desk.town, on)
    first = max(0, (after - start) // BEAT)
    end = min((now - start) // BEAT + 1, timedelta(days=1) // BEAT)
    seen = (now - SEEN - start) // BEAT
    small = range(max(first, seen), end)
    for beat in sorted({*(b for b in planned if first <= b < end), *small}):
        rng = Random(f"{seed}:{on}:{beat}")
        at = start + beat * BEAT + timedelta(seconds=rng.randrange(10))
        if after < at <= now:
            what = planned.get(beat, "moving")
            yield from _arrive(rng, seed, at, beat, desk) if what == "arrival" else desk.happen(what, rng, at)


def _arrive(rng: Random, seed: int, at: datetime, beat: int, desk: Desk) -> Iterator[Told]:
    town = desk.town
    wished = wish(rng, seed, town, town.day_of(at))
    for came in arrive(rng, town, citizens(seed, town), Slip(at, SERIAL_FROM + beat), wished):
        begun = Life(rng, town, came)
        begun.receive()
        yield desk.take(came.way.key, begun.records[0])
