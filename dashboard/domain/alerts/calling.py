"""Who has heard of an alert and who hears next, how long it stands, and until when an answer usually holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.deciding import planned
from dashboard.domain.alerts.escalation import by_calendar
from dashboard.domain.alerts.ladder import AlertRules
from dashboard.domain.calendar import Calendar
from dashboard.domain.people import Role

NOON, LAST = time(12), time(23, 59)
WORKING_DAYS = 3


class Called(NamedTuple):
    """Who is called for an alert.

    Attributes:
        heard: roles that have heard of it, in their order.
        then: who hears next unless somebody takes it; None when nobody is left, or nobody is to be called.
        at: when; aware.
        worked: working time since it fired.
    """

    heard: tuple[Role, ...]
    then: Role | None
    at: datetime | None
    worked: timedelta


def called(alert: Alert, rules: AlertRules, calendar: Calendar, zone: ZoneInfo, now: datetime) -> Called:
    """Return who is called for an alert, by the policy and the calendar of now."""
    chain = rules.chain_of(alert.subject.ladder)
    levels = () if chain is None else tuple(level.role for level in chain.levels)
    at = planned(alert, rules, by_calendar(calendar, zone))
    then = levels[alert.level] if at is not None else None
    return Called(levels[:alert.level], then, at, working_time(calendar, zone, alert.fired_at, now))


def working_time(calendar: Calendar, zone: ZoneInfo, since: datetime, until: datetime) -> timedelta:
    """Return how much working time lies between two aware instants; none when they stand the other way round."""
    first, last = (at.astimezone(zone).replace(tzinfo=None) for at in (since, until))
    spent = timedelta()
    for number in range((last.date() - first.date()).days + 1):
        for begins, ends in calendar.spans(first.date() + timedelta(days=number)):
            spent += max(timedelta(), min(ends, last) - max(begins, first))
    return spent


def usual_ends(now: datetime, calendar: Calendar, zone: ZoneInfo) -> Mapping[str, datetime]:
    """Return name → aware instant until which an answer usually holds.

    They are the end of the day, the noon of the next one, and the end of the third working day.
    """
    today = now.astimezone(zone).date()
    third = calendar.add_working_days(today, WORKING_DAYS)
    return {"day": datetime.combine(today, LAST, zone),
            "noon": datetime.combine(today + timedelta(days=1), NOON, zone),
            "three": datetime.combine(third, LAST, zone)}
