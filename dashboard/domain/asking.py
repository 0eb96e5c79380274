"""What a metric may ask the mirror; the cache answers, whatever the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from dashboard.domain.scope import Scope

if TYPE_CHECKING:
    from dashboard.domain.foreseen import Foreseen


class Point(NamedTuple):
    """A question on the map: place in WGS84 degrees, topic, civil day of receipt (day number), what its place is."""

    id: int
    lat: float
    lon: float
    topic: str
    received_on: int
    place: str
    street: str = ""


class Spread(NamedTuple):
    """Quantiles of a duration in days (whole days where only dates are known), and how many it rests on."""

    n: int
    values: tuple[float, ...]


class Moments(NamedTuple):
    """The moment of judgement as metrics need it; `week_starts` is the first weekday of the town's week, Monday 0."""

    at: datetime
    on: date
    zone: ZoneInfo
    week_starts: int = 5

    @property
    def week(self) -> tuple[date, date]:
        """Return first and last day of the reporting week."""
        first = self.on - timedelta(days=(self.on.weekday() - self.week_starts) % 7)
        return first, first + timedelta(days=6)


class Ask(Protocol):
    """Questions to the mirror at one (as_of, known_at); every answer comes from one read transaction."""

    @property
    def now(self) -> Moments:
        """The moment of judgement."""
        ...

    @property
    def foreseen(self) -> Foreseen:
        """The forecasts for the open cases at this moment, found when they are asked for."""
        ...

    def earlier(self, days: int) -> Ask:
        """Return the same town as many days ago; what depends on working days is unavailable there."""
        ...

    def gather(self, asked: Iterable[tuple[str, Scope]], by: Sequence[str] = ()) -> None:
        """Count many (measure, scope) pairs in one statement; later counts find them."""
        ...

    def count(self, measure: str, scope: Scope, by: str | None = None) -> Mapping[str, int]:
        """Return member → number of rows; {"": total} without `by`; the unknown member is ""."""
        ...

    def counts(self, measures: Sequence[str], scope: Scope, by: str | None = None) -> Mapping[str, Mapping[str, int]]:
        """Return measure → member → number of rows, in one statement."""
        ...

    def table(self, measure: str, scope: Scope, by: tuple[str, ...]) -> Mapping[tuple[str, ...], int]:
        """Return members, one of each dimension in their order → number of rows; the unknown member is ""."""
        ...

    def by_day(self, measure: str, scope: Scope) -> Mapping[date, int]:
        """Return civil day of the measure's period → number of rows; days without rows are absent."""
        ...

    def spread(self, between: tuple[str, str], measure: str, scope: Scope, quantiles: Sequence[float],
               by: str | None = None) -> Mapping[str, Spread]:
        """Return member → quantiles of `end − start` in days over the measure's rows where both are known."""
        ...

    def oldest(self, measure: str, scope: Scope, by: str | None = None) -> Mapping[str, int]:
        """Return member → the earliest day of receipt (day number) among the measure's rows."""
        ...

    def ratings(self, scope: Scope, by: str | None = None) -> Mapping[str, Mapping[int, int]]:
        """Return member → rating 1–5 → number of rated rows."""
        ...

    def rows(self, measure: str, scope: Scope, *, columns: Sequence[str],  # noqa: PLR0913
             order: Sequence[tuple[str, bool]] = (), limit: int | None = None) -> Sequence[Mapping[str, Any]]:
        """Return stored columns of at most `limit` of the measure's rows, in the order of (column, descending)."""
        ...

    def points(self, measure: str, scope: Scope) -> Sequence[Point]:
        """Return the measure's rows that have coordinates."""
        ...
