"""What a serving process does by itself: watch, poll, follow, publish, and ring the bell."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Event

import httpx
import structlog

from dashboard.domain.proof import Entry, Fact, Kind
from dashboard.house import House
from dashboard.post.office import couriers_of
from dashboard.post.outbox import Outbox
from dashboard.post.outlets import outlets_of
from dashboard.post.sending import ROUND_S, Sending
from dashboard.schedule import Rhythm
from dashboard.store import jobs, recomputing
from dashboard.store.audit import note
from dashboard.store.proving import StoppedError, prove
from datasources.calling import Caller
from intake.backups import LOOK_S, Backups
from intake.demo import Feed, is_demo
from intake.folder import Folder
from intake.poll import Poll, services
from intake.recomputing import LOOK_S as RECOUNT_S
from intake.recomputing import Recompute
from intake.retention import Retention
from intake.steadiness import CLOCK_S, Steadiness
from intake.vigil import LOOK_S as VIGIL_S
from intake.vigil import Vigil
from intake.watch import Watch

LOG = structlog.get_logger("keeping")
ACTOR = "serve"
RETENTION_S = 600.0
"""How often it is looked whether today's destruction is done."""
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
        self._sending = Sending(house)
        self._seen = 0

    def start(self) -> None:
        """Fill the mirror, publish the first board, and begin; the wall is never blank."""
        self._begun()
        self._house.open_mirror()
        self._house.publish()
        self._folder.prepare()
        watch = Watch(self._house, self._folder)
        self._rhythm.every(INBOX_S, "inbox", lambda: watch.look(time.monotonic()))
        self._rhythm.every(FOLLOW_S, "follow", self._follow)
        self._rhythm.every(PUBLISH_S, "publish", self._publish)
        self._rhythm.every(TIDY_S, "tidy", self._house.tidy)
        self._rhythm.every(RETENTION_S, "retention", Retention(self._house).daily)
        self._rhythm.every(CLOCK_S, "clock", Steadiness(self._house).look)
        self._rhythm.every(LOOK_S, "backup", Backups(self._house).look)
        self._call()
        recompute = Recompute(self._house, lambda: not self._caller.stopping.is_set())
        self._rhythm.every(RECOUNT_S, recomputing.KIND, recompute.look)
        if is_demo(self._house.settings.home):
            self._rhythm.every(DEMO_S, "demo", Feed(self._house).tell)
        for service in services(self._house.settings.home):  # a slow one holds up nobody else
            poll = Poll(self._house, service, self._caller)
            self._rhythm.every(POLL_S, f"service {poll.key}", partial(self._poll, poll))
        self._rhythm.once("audit", self._prove)
        self._rhythm.start()

    def silence(self) -> float:
        """Return for how many seconds the publisher has not come round."""
        return self._rhythm.silence("publish")

    def stop(self) -> None:
        """End what runs; pauses end at once."""
        self._caller.stopping.set()
        self._caller.client.close()
        self._sending.stopping.set()
        self._rhythm.stop()

    def _call(self) -> None:
        """Keep the vigil, and let the post go its rounds, each way in a thread of its own: a slow one holds up none."""
        outlets = outlets_of(self._house.settings)
        self._rhythm.every(VIGIL_S, "alerts", Vigil(self._house, Outbox(self._house, outlets)).keep)
        self._sending.begin()
        self._rhythm.every(TIDY_S, "post", self._sending.tidy)
        for courier in couriers_of(self._house, outlets):
            self._rhythm.every(ROUND_S, f"post {courier.way}", partial(self._sending.round, courier))

    def _begun(self) -> None:
        """Close the jobs of a process that was killed, and note that this one serves."""
        now, told = self._house.now(), self._house.settings
        facts: dict[str, Fact] = {"host": told.host, "port": told.port, "open_network": int(told.open_network)}
        with self._house.store.writing() as (connection, numbers):
            jobs.interrupt(connection, ("", ""), now)
            note(connection, numbers, Entry(Kind.STARTED, ACTOR, "serve", facts, now))

    def _prove(self) -> None:
        """Verify the audit log; a broken one is a matter for people, so the room goes on and says it loudly."""
        try:
            verdict = prove(self._house.store, (ACTOR, self._house.now()),
                            goes_on=lambda: not self._caller.stopping.is_set())
        except StoppedError:
            return
        if verdict.broken is None:
            LOG.info("audit log is whole", entries=verdict.head.entries)
        else:
            LOG.critical("AUDIT LOG IS BROKEN", number=verdict.broken.number, how=verdict.broken.how.value)

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
