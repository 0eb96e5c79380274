"""The alerts that stand, as screens outside the staff's may show them: members and positions, no words, no persons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from dashboard.cache.board import Taken, WallAlert
from dashboard.cache.reading import Reading
from dashboard.domain.alerts.alert import Alert, Answer
from dashboard.domain.disclosure import K_PLACE, enough, is_private, told_position
from dashboard.domain.measures import stage_of
from dashboard.domain.moments import moment_at
from dashboard.domain.roster import Roster
from dashboard.domain.scope import UNKNOWN
from dashboard.rosterbook import KIND, roster_of
from dashboard.store import alerts, policy
from dashboard.store.store import Store


def alarms_of(store: Store) -> Callable[[Reading], tuple[WallAlert, ...]]:
    """Return what tells the alerts of a store at the moment of a reading, the gravest and largest first."""

    def alarms(reading: Reading) -> tuple[WallAlert, ...]:
        with store.reading() as connection:
            stand = [alert for alert in alerts.known(connection, reading.now.at) if alert.stands]
            roster = roster_of(policy.policy(connection, KIND)) if stand else Roster((), ())
        told = (told_outside(alert, roster, reading.now.on, reading.now.zone) for alert in stand)
        return tuple(sorted(told, key=lambda one: (-one.severity, -one.n, one.raised_at, one.id)))

    return alarms


def told_outside(alert: Alert, roster: Roster, today: date, zone: ZoneInfo) -> WallAlert:
    """Return an alert as the wall may show it.

    Args:
        alert: that stands.
        roster: whose positions stand for people.
        today: the day whose people answer for blocks.
        zone: the town's, in which the day of an answer is counted.
    """
    finding, subject = alert.finding, alert.subject
    street = subject.place if alert.room_wide or enough(finding.n, K_PLACE) else UNKNOWN
    answering = roster.responsible(subject.block, today)
    return WallAlert(
        alert.id, subject.ladder, finding.step, alert.severity, finding.n, alert.fired_at, alert.raised_at,
        not alert.room_wide, _told("block", subject.block), _told("topic", subject.topic), _told("street", street),
        _told("source", subject.source), told_position(answering[0].position) if answering else "",
        alert.inhibited.partition(":")[0], _taken(alert.answer, roster, zone),
        stage_of(finding.measure))


def _taken(answer: Answer | None, roster: Roster, zone: ZoneInfo) -> Taken | None:
    """Return who has taken it by the position that they held on that day; an act of the shell has none."""
    if answer is None:
        return None
    kind, _, person = answer.owner.partition(":")
    serves = kind == "person" and roster.viewer(person, moment_at(answer.at, zone).on).roles
    position = next((one.position for one in roster.people if one.key == person and serves), "")
    return Taken(told_position(position), answer.until_at, answer.promise_on)


def _told(dimension: str, member: str) -> str:
    return UNKNOWN if is_private(dimension, member) else member
