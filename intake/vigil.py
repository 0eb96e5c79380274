"""The vigil: looks at the town by itself, and lets alerts begin, climb and end.

What it decides rests on the store alone: a room that was killed goes on where its log ends, and each step happens once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import perf_counter

import structlog
from sqlalchemy import Connection

from dashboard.alertbook import alerts_of
from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.deciding import Decided, decided, planned
from dashboard.domain.alerts.escalation import by_calendar
from dashboard.domain.alerts.finding import Finding, Look, Subject
from dashboard.domain.alerts.judging import Due
from dashboard.domain.alerts.ladder import AlertRules, Ladder
from dashboard.domain.scope import View
from dashboard.house import House
from dashboard.registry import discover
from dashboard.store import alerts, batches, policy
from dashboard.store.alerts import Logged
from dashboard.store.writing import Numbers
from dashboard.watches.watch import Ground, Refused, Watch

LOG = structlog.get_logger("vigil")
LOOK_S = 5.0
PATIENCE = 10
"""Times its own length that a look rests while rows keep coming: in a city of a million a look takes a second."""
REMEMBERED = timedelta(days=30)
Post = Callable[[Connection, Numbers, Alert, Sequence[Logged]], None]
"""Called within the transaction for every alert to which something happened: what people are to hear of it."""


class Vigil:
    """Looks when the truth changed or a minute passed.

    Args:
        house: whose town is looked at.
        post: puts into the post what people are to be told.
    """

    def __init__(self, house: House, post: Post) -> None:
        self._house, self._post = house, post
        self._watches = discover("dashboard.watches", Watch)
        self._seen: tuple[int, datetime] | None = None
        self._rests_until = 0.0
        self._blind: set[str] = set()

    def keep(self) -> None:
        """Look, unless the last look was so long that it still rests."""
        begun = perf_counter()
        if begun >= self._rests_until:
            self.look()
            ended = perf_counter()
            self._rests_until = ended + PATIENCE * (ended - begun)

    def look(self) -> int:
        """Look if there is anything new; return to how many alerts something happened."""
        tick = self._house.place, self._house.now().replace(second=0, microsecond=0)
        if tick == self._seen:
            return 0
        happened = self.decide(self._looked())
        self._seen = None if happened else tick
        return happened

    def decide(self, look: Look) -> int:
        """Write down what follows from a look; return to how many alerts something happened."""
        rules, due = self._rules(), self._due()
        with self._house.store.reading() as connection:
            told = decided(alerts.known(connection, look.at - REMEMBERED), look, rules, due)
        if not told:
            return 0
        with self._house.store.writing() as (connection, numbers):  # another process may have decided meanwhile
            told = decided(alerts.known(connection, look.at - REMEMBERED), look, rules, due)
            for one in told:
                self._write(connection, numbers, one, planned(one.after, rules, due))
        return len(told)

    def _write(self, connection: Connection, numbers: Numbers, one: Decided, next_at: datetime | None) -> None:
        alert, logged = alerts.tell(connection, numbers, one.before, one.told, next_at)
        self._post(connection, numbers, alert, logged)

    def _rules(self) -> AlertRules:
        with self._house.store.reading() as connection:
            return alerts_of(policy.policy(connection, "alerts"))

    def _due(self) -> Due:
        return by_calendar(self._house.calendar(), self._house.town.tz)

    def _looked(self) -> Look:
        """Return all that is found now; a ladder that cannot be looked at leaves what it found before as it is."""
        at, rules = self._house.now(), self._rules()
        with self._house.store.reading() as connection:
            stands = {alert.subject: alert for alert in alerts.known(connection, at)}
            refused = {source: Refused(*told) for source, told in batches.refused(connection).items()}
            causes = alerts.causes(connection, at)
        sources = self._house.boards.sources()
        found: dict[Subject, Finding] = {}
        looked = set[str]()
        with self._house.asking(View()) as ask:
            ground = Ground(ask, self._house.calendar(), self._house.terms().rules, sources, refused,
                            {subject: alert.finding.step for subject, alert in stands.items()})
            for ladder in rules.ladders:
                seen = self._found(ground, ladder, rules.ladders)
                if seen is not None:
                    looked.add(ladder.key)
                    found |= seen
        silent = {source.key: source.observed_at for source in sources if source.observed_at and source.is_silent(at)}
        return Look(at, found, frozenset(looked), silent, causes)

    def _found(self, ground: Ground, ladder: Ladder, all_: Sequence[Ladder]) -> dict[Subject, Finding] | None:
        try:
            found = {one.subject: one for one in self._watches[ladder.watch].find(ground, ladder, all_)}
        except Exception as broken:  # noqa: BLE001  (one ladder that cannot be looked at must not stop the others)
            if ladder.key not in self._blind:
                self._blind.add(ladder.key)
                LOG.exception("a ladder cannot be looked at", ladder=ladder.key, error=type(broken).__name__)
            return None
        self._blind.discard(ladder.key)
        return found
