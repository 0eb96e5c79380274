"""The outbox: what people are to be told is written down in the transaction of the happening itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.recipients import hearers
from dashboard.house import House
from dashboard.post.news import called_of
from dashboard.post.outlets import Outlets
from dashboard.store import deliveries
from dashboard.store.alerts import Logged
from dashboard.store.deliveries import Target, Way
from dashboard.store.writing import Numbers


class Outbox:
    """Called by the vigil for every alert to which something happened; with everything off it does nothing.

    Args:
        house: whose roster and chains say who hears.
        outlets: what is set up.
    """

    def __init__(self, house: House, outlets: Outlets) -> None:
        self._house, self._outlets = house, outlets

    def __call__(self, connection: Connection, numbers: Numbers, alert: Alert, logged: Sequence[Logged]) -> None:
        """Let wait what is to be told of an alert, in the transaction of what happened to it."""
        if (self._outlets.mail or self._outlets.hook) and any(one.told.facts.get("said") for one in logged):
            targets = [*self._letters(connection, alert, logged), *self._hooks(logged)]
            deliveries.put(connection, numbers, alert.id, targets, logged[-1].told.at)

    def _letters(self, connection: Connection, alert: Alert, logged: Sequence[Logged]) -> Iterator[Target]:
        called = called_of(connection, self._house, alert.subject.ladder, logged[-1].told.at)
        if self._outlets.mail is None or called is None:
            return
        people = hearers(alert, [one.told for one in logged], called)
        for one, heard in zip(logged, people, strict=True):
            known = {person.email.casefold(): person for person in heard if person.email}
            yield from (Target(one.id, Way.MAIL, person.key, person.email) for person in known.values())

    def _hooks(self, logged: Sequence[Logged]) -> Iterator[Target]:
        hook = self._outlets.hook
        if hook is not None:
            yield from (Target(one.id, Way.HOOK, "", hook.host) for one in logged if one.told.facts.get("said"))
