"""The desk's ready-made periods: each is a rule, so that «today» is another day tomorrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.domain.scope import Scope

Week = Callable[[date], tuple[date, date]]
"""The reporting week that contains a day (`Town.week_of`)."""
MONTHS_IN_QUARTER = 3
DAYS_28 = 28
DEFAULT = "days_28"


@dataclass(frozen=True, slots=True)
class Preset:
    """A period by name: (today, the town's week) → first and last day, both None for all time."""

    key: str
    title: str
    ends: Callable[[date, Week], tuple[date | None, date | None]]


def _former_week(today: date, week: Week) -> tuple[date, date]:
    return week(week(today)[0] - timedelta(days=1))


def _quarter(today: date, _: Week) -> tuple[date, date]:
    return today.replace(month=today.month - (today.month - 1) % MONTHS_IN_QUARTER, day=1), today


PRESETS: tuple[Preset, ...] = (
    Preset("today", "Today", lambda today, _: (today, today)),
    Preset("week", "This week", lambda today, week: week(today)),
    Preset("former_week", "Last week", _former_week),
    Preset(DEFAULT, "28 days", lambda today, _: (today - timedelta(days=DAYS_28 - 1), today)),
    Preset("quarter", "Quarter", _quarter),
    Preset("year", "Since the new year", lambda today, _: (today.replace(month=1, day=1), today)),
    Preset("all", "All time", lambda _today, _week: (None, None)),
)


def preset_of(scope: Scope, today: date, week: Week) -> Preset | None:
    """Return the preset that a scope's period is, or None for days chosen by hand."""
    ends = (scope.since, scope.until)
    return next((preset for preset in PRESETS if preset.ends(today, week) == ends), None)


def moved(scope: Scope, was: date, today: date, week: Week) -> Scope:
    """Return the scope with its preset period as of today; days chosen by hand stay."""
    preset = preset_of(scope, was, week)
    return scope if preset is None else scope.during(*preset.ends(today, week))
