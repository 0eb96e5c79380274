"""The alerts of the room, as one viewer may see them."""

from __future__ import annotations

from datetime import timedelta

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.duty import Duty, duty_of, may_see
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.people import ALERTED
from dashboard.errors import AccessError, UsageError
from dashboard.mailroom import MailRoom
from dashboard.store import alerts
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

    def causes(self) -> tuple[Cause, ...]:
        """Return the declared causes in force."""
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            return alerts.causes(connection, self.house.now())
