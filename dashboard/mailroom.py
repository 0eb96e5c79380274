"""How what leaves the room fares, as one viewer may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from dashboard.domain.alerts.duty import may_see
from dashboard.domain.people import ALERTED, RUNNERS
from dashboard.errors import AccessError, UsageError
from dashboard.office import Office
from dashboard.rosterbook import KIND, roster_of
from dashboard.store import alerts, deliveries, policy
from dashboard.store.deliveries import Delivery

LATELY = timedelta(days=7)
MOST = 20


class Carried(NamedTuple):
    """One delivery as people see it: no address, the name of the person instead; "" is the webhook.

    `state` is `waiting`, `handing`, `sent`, `failed` or `uncertain`; `at` is when that was, of what waits its next try;
    `error` is a packed `RoomError` or None.
    """

    alert: int
    event: int
    way: str
    name: str
    state: str
    at: datetime
    attempts: int
    error: str | None


class Post(NamedTuple):
    """The state of the post.

    Attributes:
        mail, hook: whether each is set up.
        counts: state → number of deliveries.
        last_sent_at: when anything was last taken.
        troubles: what failed or is uncertain in the last seven days, and what waits after a failure; newest first.
    """

    mail: bool
    hook: bool
    counts: Mapping[str, int]
    last_sent_at: datetime | None
    troubles: tuple[Carried, ...]


class MailRoom(Office):
    """The part of the room that is about its post; `Room` is the whole of it."""

    def post(self) -> Post:
        """Return the state of the post."""
        self._admit(RUNNERS)
        with self.house.store.reading() as connection:
            found = deliveries.troubles(connection, self.house.now() - LATELY, MOST)
            counted, sent_at = deliveries.counts(connection), deliveries.last_sent_at(connection)
        return Post(bool(self.settings.smtp_host), bool(self.settings.webhook_url), counted, sent_at,
                    self._carried(found))

    def deliveries_of(self, number: int) -> tuple[Carried, ...]:
        """Return how what was to be told of an alert fared, the newest first.

        Raises:
            UsageError: there is no such alert.
            AccessError: it concerns another block.
        """
        self._admit(ALERTED)
        with self.house.store.reading() as connection:
            alert, found = alerts.alert(connection, number), deliveries.deliveries_of(connection, number)
        if alert is None:
            raise UsageError("There is no alert {number}", number=number)
        if not may_see(self.viewer, alert):
            raise AccessError("This belongs to another block")
        return self._carried(found)

    def _carried(self, found: list[Delivery]) -> tuple[Carried, ...]:
        with self.house.store.reading() as connection:
            names = {one.key: one.name for one in roster_of(policy.policy(connection, KIND)).people}
        return tuple(Carried(one.alert, one.event, one.way, names.get(one.person, one.person), one.state,
                             one.ended_at or one.next_at or one.told_at, one.attempts, one.error) for one in found)
