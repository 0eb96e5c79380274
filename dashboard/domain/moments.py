"""When something happened: a civil day always, an instant only when it is known.

Nothing is ever "00:00": a source that knows only a date yields a moment without `at`.
Two moments compare by instants when both are known, else by days (one truth for "late").
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Moment(NamedTuple):
    """A civil day in the town's zone (`on`) and the instant in UTC, or None when only the date is known."""

    on: date
    at: datetime | None = None

    def later_than(self, other: Moment) -> bool:
        """Return whether this moment is after `other`; a whole day is never later than a moment within it."""
        if self.at is not None and other.at is not None:
            return self.at > other.at
        return self.on > other.on

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Return the first instant that may belong to this moment; for ordering only, never for showing."""
        return self.at if self.at is not None else day_start(self.on, zone)


def moment_at(at: datetime, zone: ZoneInfo) -> Moment:
    """Return the moment of an aware instant, its civil day taken in `zone`."""
    return Moment(at.astimezone(zone).date(), at.astimezone(UTC))


@lru_cache(maxsize=65536)
def day_start(on: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which the civil day begins in `zone`, in UTC."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def day_number(on: date) -> int:
    """Return the number of days since 1970-01-01: how a civil day is stored."""
    return on.toordinal() - EPOCH_ORDINAL


def day_of(number: int) -> date:
    """Return the civil day of a stored day number."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def micros(at: datetime) -> int:
    """Return microseconds since 1970-01-01 UTC: how an instant is stored."""
    return (at - EPOCH) // MICROSECOND


def instant_of(number: int) -> datetime:
    """Return the aware instant of stored microseconds."""
    return EPOCH + timedelta(microseconds=number)
