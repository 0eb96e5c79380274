"""What a serving process does by itself: watch, poll, follow, publish, and ring the bell."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Event

import httpx

from dashboard.house import House
from dashboard.schedule import Rhythm
from dashboard.store import jobs
from datasources.calling import Caller
from intake.backups import LOOK_S, Backups
from intake.demo import Feed, is_demo
from intake.folder import Folder
from intake.poll import Poll, services
from intake.steadiness import CLOCK_S, Steadiness
from intake.watch import Watch

INBOX_S, FOLLOW_S, PUBLISH_S, DEMO_S, POLL_S, TIDY_S = 0.25, 0.25, 15.0, 5.0, 5.0, 60.0


class Keeping:
    """The jobs of one serving process.

    Args:
        house: whose truth is kept.
        ring: tells every open page that the board changed.
    """

    def __init__(self, house: House, ring: Callable[[], None]) -> None:
        self._house, self._ring = house, ring
        self._rhythm = Rhythm(house.town.zone)
        self._folder = Folder(house.settings.inbox)
        self._caller = Caller(httpx.Client(follow_redirects=False), Event())
        self._seen = 0

    def start(self) -> None:
        """Fill the mirror, publish the first board, and begin; the wall is never blank."""
        with self._house.store.writing() as (connection, _):
            jobs.interrupt(connection, ("", ""), self._house.now())
        self._house.open_mirror()
        self._house.publish()
        self._folder.prepare()
        watch = Watch(self._house, self._folder)
        self._rhythm.every(INBOX_S, "inbox", lambda: watch.look(time.monotonic()))
        self._rhythm.every(FOLLOW_S, "follow", self._follow)
        self._rhythm.every(PUBLISH_S, "publish", self._publish)
        self._rhythm.every(TIDY_S, "tidy", self._house.tidy)
        self._rhythm.every(CLOCK_S, "clock", Steadiness(self._house).look)
        self._rhythm.every(LOOK_S, "backup", Backups(self._house).look)
        if is_demo(self._house.settings.home):
            self._rhythm.every(DEMO_S, "demo", Feed(self._house).tell)
        for service in services(self._house.settings.home):  # a slow one holds up nobody else
            poll = Poll(self._house, service, self._caller)
            self._rhythm.every(POLL_S, f"service {poll.key}", partial(self._poll, poll))
        self._rhythm.start()

    def silence(self) -> float:
        """Return for how many seconds the publisher has not come round."""
        return self._rhythm.silence("publish")

    def stop(self) -> None:
        """End what runs; pauses end at once."""
        self._caller.stopping.set()
        self._caller.client.close()
        self._rhythm.stop()

    def _follow(self) -> None:
        self._house.follow()
        if self._house.place != self._seen:
            self._seen = self._house.place
            self._publish()

    def _publish(self) -> None:
        if self._house.publish():
            self._ring()

    def _poll(self, poll: Poll) -> None:
        if poll.due(self._house.now()):
            poll.look()
