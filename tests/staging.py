"""Alerts staged beside a served room, as its vigil and its people would write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from dashboard.clock import now
from dashboard.domain.alerts.alert import Alert, Fact, Happening, Stage, Turn
from dashboard.domain.alerts.finding import Cause, Finding, Severity, Subject
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store import alerts
from intake.vigil import Vigil

VIGIL = "room:alerts"


class Staged:
    """The alerts of one home."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._staged: set[int] = set()

    def quiet(self) -> None:
        """Let all that is to be found be found, and somebody take it, so that only what is staged calls."""
        Vigil(self._house, lambda *_: None).look()
        for alert in self._standing():
            if alert.stage is Stage.FIRING:
                self.take(alert)

    def fire(self, n: int, topic: str, street: str = "", block: str = "housing") -> Alert:
        """Let terms be broken."""
        return self.fire_all((n, Subject("days", block, topic, street)))[0]

    def fire_all(self, *broken: tuple[int, Subject]) -> list[Alert]:
        """Let terms of several subjects be broken at one look."""
        with self._house.store.writing() as (connection, numbers):
            made = [alerts.tell(connection, numbers, None, (Happening(Turn.FIRED, now(), VIGIL, {
                "finding": Finding(subject, "breached", Severity.BREACH, n, "overdue_open")}),))[0]
                for n, subject in broken]
        self._staged |= {alert.id for alert in made}
        return made

    def take(self, alert: Alert, owner: str = "person:rukovoditel", reason: str = "r", promise: str = "p") -> Alert:
        """Let somebody take an alert."""
        facts: dict[str, Fact] = {"reason": reason, "promise": promise, "until_at": now() + timedelta(days=1),
                                  "promise_on": now().date() + timedelta(days=2)}
        return self._tell(alert, Happening(Turn.ACKNOWLEDGED, now(), owner, facts))

    def cover(self, alert: Alert, title: str) -> None:
        """Let somebody declare a cause of an alert's topic."""
        until, subject = now() + timedelta(days=1), alert.subject
        cause = Cause(0, title, frozenset(), frozenset({subject.topic}), frozenset(), until)
        with self._house.store.writing() as (connection, numbers):
            number = alerts.declare(connection, numbers, cause, "person:rukovoditel", now())
        self._tell(alert, Happening(Turn.INHIBITED, now(), VIGIL, {"why": f"cause:{number}"}))

    def comment(self, alert: Alert, text: str) -> None:
        """Let somebody comment an alert."""
        self._tell(alert, Happening(Turn.COMMENTED, now(), "person:rukovoditel", {"text": text}))

    def end(self) -> None:
        """Let what was staged be over, and what was taken call again."""
        for alert in self._standing():
            if alert.id in self._staged:
                self._tell(alert, Happening(Turn.RESOLVED, now(), VIGIL, {"reason": ""}))
            elif alert.stage is Stage.ACKNOWLEDGED:
                self._tell(alert, Happening(Turn.EXPIRED, now(), VIGIL, {}))

    def _tell(self, alert: Alert, told: Happening) -> Alert:
        with self._house.store.writing() as (connection, numbers):
            return alerts.tell(connection, numbers, alert, (told,))[0]

    def _standing(self) -> list[Alert]:
        with self._house.store.reading() as connection:
            return [alert for alert in alerts.known(connection, now()) if alert.stands]


@contextmanager
def staging(home: Path) -> Iterator[Staged]:
    """Yield the alerts of a home; what was staged ends with the test."""
    house = House(Settings(home=home), now)
    staged = Staged(house)
    staged.quiet()
    try:
        yield staged
    finally:
        staged.end()
        house.close()
