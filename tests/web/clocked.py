"""A served room whose clock stands still until a test moves it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from houses import OPENED
from serving import serving

from dashboard.cache.board import Board, WallAlert
from dashboard.domain.alerts.alert import Turn
from dashboard.domain.appeals import Record
from dashboard.domain.fields import Privacy
from dashboard.domain.scope import Scope, View
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store import alerts
from dashboard.store.batches import Arrival
from dashboard.store.store import Checked
from dashboard.web.live import Bell, live_router
from dashboard.web.parcels import parcel_router
from intake.published import Published
from intake.vigil import Vigil
from layouts.plan import plan_around
from layouts.walls import drawer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Town:
    """A served room whose clock and sources the test moves; its jobs run when they are told to.

    Args:
        home: of the room.
        told: source → what it says.
        at: when the test begins.
    """

    def __init__(self, home: Path, told: Mapping[str, Sequence[Record]], at: datetime) -> None:
        self.at, self.told = at, dict(told)
        self.house = House(Settings(home=home), lambda: self.at)
        OPENED.append(self.house)
        for source in told:
            self.speaks(source, 24 * HOUR)
        self.house.open_mirror()
        self.vigil = Vigil(self.house, lambda *_: None)
        self.address = ""

    def speaks(self, source: str, cadence: timedelta) -> None:
        """Take an export of a source; what it says has not changed."""
        store = self.house.store
        arrival = Arrival(source, "pos", source, f"{source} {self.at}", self.at, f"source:{source}")
        batch, _ = store.begin(arrival, Checked((), ()), self.at)
        store.save(batch, self.told[source], self.house.teller())
        store.finish(batch, int(cadence.total_seconds()), self.at)

    def look(self, minutes: int, step: int = 1) -> None:
        """Let time pass; the jobs of a serving process come round every so many minutes."""
        for _ in range(0, minutes, step):
            self.at += step * MINUTE
            self.house.follow()
            self.vigil.look()
            self.house.follow()
            self.house.publish()

    def turns(self) -> Counter[tuple[str, str, Turn]]:
        """Ladder, topic or source, and what happened to it, of everything that ever happened."""
        with self.house.store.reading() as connection:
            about = {alert.id: alert.subject for alert in alerts.known(connection, self.at - 9 * HOUR)}
            log = alerts.log(connection)
        return Counter((about[one.alert].ladder, about[one.alert].topic or about[one.alert].source, one.told.turn)
                       for one in log)

    def standing(self, ladder: str) -> dict[str, WallAlert]:
        """The alerts of a ladder on the published board by topic or source."""
        return {one.topic or one.source: one for one in self.house.published.alerts if one.ladder == ladder}

    def board(self, source: str | None = None) -> Board:
        """The wall's board of the town, or of one source."""
        scope = Scope() if source is None else Scope().within("source", source)
        return self.house.boards.board(scope, View(), privacy=Privacy.WALL)

    def said(self, panel: str) -> str:
        """What the served parcel says in a panel."""
        slots = httpx.get(f"{self.address}/board/x").json()["slots"]
        found = next(slot for slot in slots if slot["id"] == {"type": "panel", "key": panel})
        return json.dumps(found["props"], ensure_ascii=False)


@contextmanager
def served(made: Town) -> Iterator[Town]:
    """Serve a room's bell and parcels."""
    screen, server = Published(made.house), FastAPI()
    server.include_router(live_router(screen, Bell(), "b1", lambda: made.at))
    server.include_router(parcel_router(screen, drawer(made.house.words, plan_around(69.4, 32.45))))
    with serving(server) as made.address:
        yield made
