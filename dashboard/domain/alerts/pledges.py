"""What was promised for which day by those who took an alert, and whether the alert had ended by then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from dashboard.domain.alerts.alert import Happening, Turn
from dashboard.domain.promises import Fate

TOLD = frozenset({Turn.ACKNOWLEDGED, Turn.RESOLVED})
"""What of a log makes and ends a promise."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """One promise: the day, what was promised ("" for no words), and the civil day on which the alert ended."""

    on: date
    said: str
    ended_on: date | None = None

    def fate(self, today: date) -> Fate:
        """Return what has become of it: it is kept when the alert had ended by the promised day."""
        if self.ended_on is None:
            return Fate.BROKEN if self.on < today else Fate.OPEN
        return Fate.KEPT if self.ended_on <= self.on else Fate.KEPT_LATE


def pledges(log: Iterable[Happening], zone: ZoneInfo) -> list[Pledge]:
    """Return the promises of one alert, told oldest first.

    A new promise takes the place of one whose day has not passed; one that is broken already stays so until the end.
    """
    ended, open_ = list[Pledge](), list[Pledge]()
    for told in log:
        day, promised = told.at.astimezone(zone).date(), told.facts.get("promise_on")
        if told.turn is Turn.RESOLVED:
            ended, open_ = [*ended, *(replace(one, ended_on=day) for one in open_)], []
        elif told.turn is Turn.ACKNOWLEDGED and isinstance(promised, date):
            broken = [one for one in open_ if one.on < day]
            open_ = [*broken, Pledge(promised, str(told.facts.get("promise") or ""))]
    return ended + open_
