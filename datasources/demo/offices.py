"""When the answering people of the demonstration work; a habit, not the calendar of deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from datasources.demo.habits import Town, Way

OPENS, SHUTS = 9, 18
WAKES = 7


def office(rng: Random, town: Town, on: date) -> datetime:
    """Return an instant within the office hours of a day."""
    at = datetime.combine(on, time(rng.randrange(OPENS, SHUTS), rng.randrange(60), rng.randrange(60)), town.zone)
    return at.astimezone(UTC)


def at_work(rng: Random, town: Town, way: Way, at: datetime) -> datetime:
    """Return the instant or the next one at which this way's people work: office hours, or any day from seven."""
    local = at.astimezone(town.zone)
    if not way.office:
        return at if local.hour >= WAKES else local.replace(hour=WAKES, minute=rng.randrange(60)).astimezone(UTC)
    if OPENS <= local.hour < SHUTS and not town.is_quiet(local.date()):
        return at
    on = local.date() + timedelta(days=local.hour >= OPENS)
    while town.is_quiet(on):
        on += timedelta(days=1)
    return office(rng, town, on)


def work_before(rng: Random, town: Town, at: datetime, start: datetime) -> datetime:
    """Return office time on the last working day up to `at`; `at` itself if that would precede the start."""
    on = town.day_of(at)
    while town.is_quiet(on):
        on -= timedelta(days=1)
    found = office(rng, town, on)
    return found if found > start else at
