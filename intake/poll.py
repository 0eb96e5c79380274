"""Polling services: what they tell comes in as a file would, and their health is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import yaml

from dashboard.collect import Taken, refuse, take
from dashboard.errors import RoomError, SourceError
from dashboard.house import House
from dashboard.store import health
from datasources.calling import Caller, LaterError, Service
from datasources.georeport import SPAN, fetch
from datasources.tables.scratch import scratch
from intake.files import Intake

PROFILE = "open311"
OVERLAP = timedelta(hours=1)
FILE = "services.yaml"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""How long a service that failed is left alone: twice as long after every failure in a row."""


def services(home: Path) -> list[Service]:
    """Return the services of a home's `services.yaml`; without the file there are none.

    Raises:
        SourceError: the file cannot be read.
    """
    path = home / FILE
    if not path.exists():
        return []
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return [_service(entry) for entry in told.get("open311", ())]
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError) as broken:
        raise SourceError("The file {name} cannot be read: {why}", name=FILE, why=broken) from broken


def _service(entry: Mapping[str, Any]) -> Service:
    query = tuple((str(k), str(v)) for k, v in (entry.get("query") or {}).items())
    return Service(**{**entry, "query": query})


class Poll:
    """One service of a house.

    Args:
        house: where it is told.
        service: who is asked.
        caller: how.
    """

    def __init__(self, house: House, service: Service, caller: Caller) -> None:
        self._house, self._service, self._caller = house, service, caller
        self._failures = 0
        self._not_before: datetime | None = None

    @property
    def key(self) -> str:
        """The key of the source."""
        return self._service.key

    def due(self, now: datetime) -> bool:
        """Return whether it is time to ask again."""
        if self._not_before is not None and now < self._not_before:
            return False
        with self._house.store.reading() as connection:
            known = health.source(connection, self._service.key)
        asked = known.last_ok_at if known else None
        return asked is None or (now - asked).total_seconds() >= self._service.cadence_s

    def look(self) -> Taken | None:
        """Ask the service and take what it tells; a failure is noted, logged on change, and None is returned."""
        now, service = self._house.now(), self._service
        try:
            taken = self._take(fetch(service, self._caller, self._since(now), now), now)
        except RoomError as refused:
            if self._caller.stopping.is_set():
                return None  # cut off by ourselves: that says nothing of the service
            self._leave_alone(refused, now)
            refuse(self._house.store, service.key, PROFILE, refused, now)
            return None
        self._failures, self._not_before = 0, None
        return taken

    def _leave_alone(self, refused: RoomError, now: datetime) -> None:
        pause = min(FIRST_PAUSE * 2 ** self._failures, LONGEST_PAUSE)
        if isinstance(refused, LaterError):
            pause = timedelta(seconds=refused.after)
        self._failures = min(self._failures + 1, 10)
        self._not_before = now + pause

    def _since(self, now: datetime) -> datetime:
        with self._house.store.reading() as connection:
            known = health.source(connection, self._service.key)
        return known.observed_at - OVERLAP if known and known.observed_at else now - SPAN

    def _take(self, rows: list[Any], now: datetime) -> Taken | None:
        if not rows:
            with self._house.store.writing() as (connection, _):
                health.spoke(connection, self._service.key, PROFILE, self._service.cadence_s, (now, now))
            return None
        with scratch() as folder:
            path = folder / f"{self._service.key}.json"
            path.write_bytes(orjson.dumps(rows))
            with Intake(self._house).delivery(path, now, PROFILE, now) as told:
                taken = take(self._house.store, replace(told, source=self._service.key, name=self._service.url,
                                                        cadence_s=self._service.cadence_s),
                             self._house.teller(), (f"source:{self._service.key}", now))
        with self._house.store.writing() as (connection, _):
            health.spoke(connection, self._service.key, PROFILE, self._service.cadence_s, (now, now))
        return taken
