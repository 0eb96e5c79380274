"""When the next person hears of an alert: working time of the town's calendar, so that nobody is woken for a letter."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.domain.alerts.judging import Due
from dashboard.domain.alerts.ladder import Chain
from dashboard.domain.calendar import Calendar


def by_calendar(calendar: Calendar, zone: ZoneInfo) -> Due:
    """Return the function that tells when a level is due; a level without delay is due at once, day or night."""

    def due(since: datetime, chain: Chain, level: int) -> datetime:
        delay = chain.levels[level].after
        if not delay:
            return since
        civil = since.astimezone(zone).replace(tzinfo=None)
        return calendar.add_working_hours(civil, delay).replace(tzinfo=zone).astimezone(since.tzinfo)

    return due
