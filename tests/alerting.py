"""Alerts for tests: people on a roster, an alert to which something happens, and the post that tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from houses import NOW, house

from dashboard.domain.alerts.alert import Alert, Happening, Turn
from dashboard.domain.alerts.finding import Finding, Severity, Subject
from dashboard.house import House
from dashboard.post.office import couriers_of
from dashboard.post.outbox import Outbox
from dashboard.post.outlets import HookPlace, MailPlace, Outlets
from dashboard.post.sending import Sending
from dashboard.store import alerts, deliveries, policy
from dashboard.store.deliveries import Delivery

SUBJECT = Subject("days", "housing", "heating", "Mira street")
FINDING = Finding(SUBJECT, "breached", Severity.BREACH, 7, "overdue_open", counts={"today": 3, "breached": 7})
NAMES = {"ann": ("block", ["housing"]), "ben": ("head", []), "cat": ("curator", []), "dan": ("block", ["roads"])}
FIRED = Happening(Turn.FIRED, NOW, "room:alerts", {"finding": FINDING})


def escalated(level: int, at: datetime = NOW) -> Happening:
    return Happening(Turn.ESCALATED, at, "room:alerts", {"level": level, "due_at": at, "said": 1})


def roster(*silent: str) -> dict[str, Any]:
    """A body of the roster; those in `silent` have no address."""
    people = [{"key": key, "name": key.title(), "position": f"the {role}",
               **({} if key in silent else {"email": f"{key}@town.ru"})} for key, (role, _) in NAMES.items()]
    held = [{"person": key, "role": role, "blocks": blocks} for key, (role, blocks) in NAMES.items()]
    return {"people": people, "appointments": held, "groups": []}


def staffed(home: Path, store: str = "", body: dict[str, Any] | None = None) -> House:
    """A house with people on its roster, in which no clock moves by itself."""
    place = house(home, store)
    with place.store.writing() as (connection, numbers):
        edict = policy.Edict("roster", body or roster(), "room", "test", "cli:test", confirmed=True)
        policy.decree(connection, edict, NOW, numbers)
    return place


def mailed(port: int, security: str = "none", **more: Any) -> MailPlace:
    return MailPlace("127.0.0.1", port, security, **{"user": "", "password": "", "sender": "room@town.ru",
                                                     "patience_s": 5.0, **more})


class Desk:
    """A house, its outbox and its rounds, with a clock that the test moves."""

    def __init__(self, place: House, mail: MailPlace | None = None, hook: HookPlace | None = None,
                 base: str = "https://room.town.ru") -> None:
        self.place, self.at = place, NOW
        self.outlets = Outlets(mail, hook, base)
        place.now = lambda: self.at
        self.sending = Sending(place)

    def happens(self, *told: Happening, before: Alert | None = None) -> Alert:
        """Let something happen to an alert, and what is to be told of it wait."""
        with self.place.store.writing() as (connection, numbers):
            alert, logged = alerts.tell(connection, numbers, before, told)
            Outbox(self.place, self.outlets)(connection, numbers, alert, logged)
        return alert

    def rounds(self) -> None:
        """Go round once by every way."""
        for courier in couriers_of(self.place, self.outlets):
            self.sending.round(courier)

    def later(self, by: timedelta) -> None:
        """Let time pass, and go round."""
        self.at += by
        self.sending.tidy()
        self.rounds()

    def rows(self, alert: int = 1) -> list[Delivery]:
        """All deliveries of an alert, the oldest first."""
        with self.place.store.reading() as connection:
            return deliveries.deliveries_of(connection, alert)[::-1]

    def states(self) -> list[str]:
        return [one.state for one in self.rows()]


def states_of(rows: Iterable[Delivery]) -> dict[str, str]:
    return {one.address: one.state for one in rows}
