"""Russia's days off, from the `holidays` package and the town's policy, as the domain's calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, model_validator

from dashboard.domain.calendar import WARN_DAYS, Calendar, Hours
from dashboard.edicts import Sourced, checked
from dashboard.errors import FormError

KIND = "calendar"
SHIPPED = Path(__file__).parent / "policy" / "calendar.yaml"
FIRST_YEAR = 2010
LAST_YEAR = 2100
BEYOND = 3
"""Years after the coverage for which the law's own holidays are still laid out (provisional)."""
MOVED_FROM = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class DayRow(Sourced):
    """One day that the town or a decree sets apart."""

    day: date


class WorkingRow(DayRow):
    """A weekend day that is worked, with the weekday whose hours it keeps."""

    like: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] = "monday"


class HoursRow(Sourced):
    """Working intervals by weekday."""

    monday: tuple[tuple[time, time], ...]
    tuesday: tuple[tuple[time, time], ...]
    wednesday: tuple[tuple[time, time], ...]
    thursday: tuple[tuple[time, time], ...]
    friday: tuple[tuple[time, time], ...]

    @model_validator(mode="after")
    def _sound(self) -> HoursRow:
        for spans in self.week():
            ends = [end for span in spans for end in span]
            if not spans or any(later <= earlier for earlier, later in pairwise(ends)):
                raise FormError("working hours are intervals in order, at least one a day")
        return self

    def week(self) -> tuple[Hours, ...]:
        """Return the intervals of Monday … Friday."""
        return tuple(getattr(self, day) for day in WEEKDAYS)


class CalendarPolicy(Sourced):
    """The body of the policy `calendar`."""

    covered_until: date
    hours: HoursRow
    short_by_minutes: int = Field(ge=0, le=240)
    warn_days: int = Field(default=WARN_DAYS, gt=0, le=366)
    short: tuple[DayRow, ...] = ()
    days_off: tuple[DayRow, ...] = ()
    working: tuple[WorkingRow, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> CalendarPolicy:
        if not FIRST_YEAR <= self.covered_until.year <= LAST_YEAR:
            raise FormError("the calendar ends in another century")
        _once(self.short)
        _once((*self.days_off, *self.working))
        return self


def _once(rows: Sequence[DayRow]) -> None:
    days = [row.day for row in rows]
    twice = sorted({on for on in days if days.count(on) > 1})
    if twice:
        raise FormError("{day} is named twice", day=twice[0])


def kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new body of the policy as it is kept, its days in order.

    Raises:
        StoreError: the body has another form; the message names the fault and its place.
    """
    policy = checked(KIND, CalendarPolicy, body).model_dump(mode="json")
    for weekday in WEEKDAYS:
        policy["hours"][weekday] = [[told[:len("09:00")] for told in span] for span in policy["hours"][weekday]]
    return {**policy, **{part: sorted(({"day": row.pop("day"), **row} for row in policy[part]),
                                      key=lambda row: str(row["day"])) for part in ("short", "days_off", "working")}}


def calendar_of(body: Mapping[str, Any]) -> Calendar:
    """Return the calendar which the policy `calendar` and the country's holidays describe together.

    The town's own rows win over the package.

    Raises:
        StoreError: the policy does not describe a calendar.
    """
    policy = checked(KIND, CalendarPolicy, body)
    off, working = country_days(policy.covered_until)
    town_works = {row.day: WEEKDAYS.index(row.like) for row in policy.working}
    town_rests = {row.day for row in policy.days_off}
    return Calendar(
        covered_until=policy.covered_until,
        non_working=(off | town_rests) - frozenset(town_works),
        working={on: like for on, like in {**working, **town_works}.items() if on not in town_rests},
        short=frozenset(row.day for row in policy.short),
        hours=policy.hours.week(),
        short_by=timedelta(minutes=policy.short_by_minutes),
        source=policy.source,
        sources={row.day: row.source for row in (*policy.days_off, *policy.working)},
        warn_days=policy.warn_days,
    )


def shipped_calendar() -> Calendar:
    """Return the calendar of the shipped policy: for a room whose store has no policy yet, and for tests."""
    return calendar_of(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def country_days(covered_until: date) -> tuple[frozenset[date], dict[date, int]]:
    """Return (days off, worked weekend day → weekday whose hours it keeps) as the decrees on transfers say.

    A transferred working day keeps the hours of the day with which it changed places.
    """
    from holidays import country_holidays  # noqa: PLC0415 - a quarter of a second that few commands need

    years = range(FIRST_YEAR, covered_until.year + BEYOND + 1)
    known = country_holidays("RU", years=years, language="en_US")
    changed: dict[date, int] = {}
    for on, name in known.items():
        moved = MOVED_FROM.search(name)
        if moved:
            month, day, year = map(int, moved.groups())
            changed[date(year, month, day)] = on.weekday()
    return frozenset(known), {on: changed.get(on, 0) for on in known.weekend_workdays}
