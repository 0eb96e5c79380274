"""What there is to tell of one happening: the alert as it was then, whom it had reached, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from dashboard.alertbook import KIND, alerts_of
from dashboard.domain.alerts.alert import Alert, Happening, alert_of
from dashboard.domain.alerts.deciding import planned
from dashboard.domain.alerts.escalation import by_calendar
from dashboard.domain.alerts.ladder import AlertRules, Ladder
from dashboard.domain.alerts.recipients import Called
from dashboard.domain.moments import moment_at
from dashboard.domain.people import Role
from dashboard.domain.roster import Person
from dashboard.house import House
from dashboard.rosterbook import KIND as ROSTER
from dashboard.rosterbook import roster_of
from dashboard.store import alerts, policy
from dashboard.store.deliveries import Delivery

WHOLE_LOG = 1 << 30


class News(NamedTuple):
    """One happening as it is told.

    Attributes:
        alert: as it stood after the happening; `now` as it stands today.
        told: the happening, and `event` its number in the log.
        ladder: of the alert; None when the policy has it no more.
        earlier: who had been called before, the lowest level first.
        next_at, next_role: when and who hears of it next unless somebody takes it; None when nobody is left.
    """

    alert: Alert
    now: Alert
    told: Happening
    event: int
    ladder: Ladder | None
    earlier: tuple[Person, ...]
    next_at: datetime | None
    next_role: Role | None


def called_of(connection: Connection, house: House, ladder: str, at: datetime) -> Called | None:
    """Return from whom is chosen who hears of an alert; None when its ladder has no chain any more."""
    chain = rules_of(connection).chain_of(ladder)
    roster = roster_of(policy.policy(connection, ROSTER))
    return None if chain is None else Called(chain, roster, moment_at(at, house.town.tz).on)


def rules_of(connection: Connection) -> AlertRules:
    """Return the policy of alerts that holds now."""
    return alerts_of(policy.policy(connection, KIND))


def news_of(connection: Connection, house: House, one: Delivery) -> News:
    """Return what a delivery is to tell.

    Raises:
        LookupError: the log has no such happening.
    """
    log = [logged for logged in reversed(alerts.log(connection, one.alert, WHOLE_LOG)) if logged.id <= one.event]
    alert, before = alert_of(e.told for e in log), alert_of(e.told for e in log[:-1])
    now = alerts.alert(connection, one.alert)
    if alert is None or now is None or log[-1].id != one.event:
        raise LookupError(f"alert {one.alert} has no entry {one.event}")
    rules, called = rules_of(connection), called_of(connection, house, alert.subject.ladder, log[-1].told.at)
    level = 0 if before is None else before.level
    next_at = planned(alert, rules, by_calendar(house.calendar(), house.town.tz))
    return News(replace(alert, id=one.alert), now, log[-1].told, one.event, rules.ladder(alert.subject.ladder),
                called.up_to(level, alert.subject.block) if called else (), next_at,
                called.chain.levels[alert.level].role if called and next_at else None)


def mark_of(one: Delivery) -> str:
    """Return by what the other side knows a delivery again: the same at every attempt, another in every room."""
    told = f"{one.way} {one.event} {one.address} {one.told_at.isoformat()}"
    return sha256(told.encode()).hexdigest()[:32]
