"""The alerts of the room, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dashboard.alertbook import KIND, alerts_of
from dashboard.domain.alerts.alert import Alert, Turn
from dashboard.domain.alerts.calling import Called, called
from dashboard.domain.alerts.duty import Duty, duty_of, may_hear, may_see
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.alerts.ladder import AlertRules
from dashboard.domain.alerts.pledges import TOLD, Pledge, pledges
from dashboard.domain.people import ALERTED
from dashboard.domain.roster import Person
from dashboard.errors import AccessError, UsageError
from dashboard.mailroom import MailRoom
from dashboard.rosterbook import KIND as ROSTER
from dashboard.rosterbook import roster_of
from dashboard.store import alerts, policy
from dashboard.store.alerts import Logged

LATELY = timedelta(days=7)


class DutyRoom(MailRoom):
    """The part of the room where people answer; `Room` is the whole of it."""

    def duty(self) -> Duty:
        """Return the viewer's queue of alerts that stand."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            found = alerts.known(connection, self.house.now())
        return duty_of(self.viewer, found, self.house.moments().on)

    def ended_alerts(self) -> list[Alert]:
        """Return the alerts that ended in the last seven days and concern the viewer, the newest first."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            found = alerts.known(connection, self.house.now() - LATELY)
        ended = [alert for alert in found if not alert.stands and may_see(self.viewer, alert)]
        return sorted(ended, key=lambda alert: (alert.resolved_at or alert.fired_at, alert.id), reverse=True)

    def alert(self, number: int) -> tuple[Alert, list[Logged]]:
        """Return an alert and its log, the newest first.

        Raises:
            UsageError: there is no such alert.
            AccessError: it concerns another block.
        """
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            found, log = alerts.alert(connection, number), alerts.log(connection, number)
        if found is None:
            raise UsageError("There is no alert {number}", number=number)
        if not may_see(self.viewer, found):
            raise AccessError("This belongs to another block")
        return found, log

    def pledges(self, since: date, until: date) -> list[tuple[Alert, Pledge]]:
        """Return what was promised for these days by those who took alerts that concern the viewer."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            told = alerts.turned(connection, Turn.ACKNOWLEDGED, TOLD)
            due = {number: made for number, log in told.items()
                   if (made := [one for one in pledges(log, self.town.tz) if since <= one.on <= until])}
            found = [(alerts.alert(connection, number), made) for number, made in due.items()]
        return [(alert, one) for alert, made in found if alert is not None and may_see(self.viewer, alert)
                for one in made]

    def causes(self) -> tuple[Cause, ...]:
        """Return the declared causes in force that may cover what the viewer answers for."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            found = alerts.causes(connection, self.house.now())
        return tuple(cause for cause in found if may_hear(self.viewer, cause))

    def all_causes(self) -> Mapping[int, Cause]:
        """Return number → every cause ever declared that may have covered what the viewer answers for."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            found = alerts.causes(connection, None)
        return {cause.id: cause for cause in found if may_hear(self.viewer, cause)}

    def alert_rules(self) -> AlertRules:
        """Return what is looked at, and who hears of it: the policy that holds now."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            return alerts_of(policy.policy(connection, KIND))

    def called(self, found: Iterable[Alert]) -> Mapping[int, Called]:
        """Return number of an alert → who has heard of it, who hears next and when."""
        rules, calendar, now = self.alert_rules(), self.house.calendar(), self.house.now()
        return {alert.id: called(alert, rules, calendar, self.town.tz, now) for alert in found}

    def colleagues(self) -> Mapping[str, Person]:
        """Return login → who it is, for those who answer alerts together."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            return {person.key: person for person in roster_of(policy.policy(connection, ROSTER)).people}
