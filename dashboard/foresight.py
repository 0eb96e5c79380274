"""The policy `forecast`: what forecasts learn from, and from which probability on a case is shown as likely late."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field

from dashboard.domain.bounds import Bounds, Way
from dashboard.edicts import Sourced, checked
from dashboard.store.policy import policy, version
from dashboard.store.store import Store

SHIPPED = Path(__file__).parent / "policy" / "forecast.yaml"


class ForecastPolicy(Sourced):
    """The body of the policy `forecast`."""

    threshold: float = Field(gt=0, le=1)
    least: int = Field(gt=0)
    window_days: int = Field(gt=0, le=1830)
    most: int = Field(gt=0)
    days_off: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field(min_length=1)
    strengths: tuple[Annotated[float, Field(gt=0)], ...] = Field(min_length=1)


def foresight_of(body: Mapping[str, Any]) -> Bounds:
    """Return the terms of forecasting that the policy sets.

    Raises:
        StoreError: the policy does not describe them.
    """
    told = checked("forecast", ForecastPolicy, body)
    ways = tuple(Way(idle, strength) for idle in told.days_off for strength in told.strengths)
    return Bounds(told.threshold, told.least, told.window_days, told.most, ways)


class Foresight:
    """Answers with the bounds that hold now; reads them anew when the policy has another version."""

    def __init__(self, store: Store) -> None:
        self._store, self._held = store, (0, shipped_foresight())

    def __call__(self) -> Bounds:
        """Return the bounds."""
        with self._store.reading() as connection:
            newest = version(connection, "forecast")
            if newest != self._held[0]:
                self._held = newest, foresight_of(policy(connection, "forecast"))
            return self._held[1]


def shipped_foresight() -> Bounds:
    """Return the terms of the shipped policy: for a room whose store has no policy yet, and for tests."""
    return foresight_of(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))
