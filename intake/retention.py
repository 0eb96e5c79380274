"""Keeping no longer than the terms say: texts in the store and sealed files in the inbox, under one protocol."""

from __future__ import annotations

from datetime import date

import structlog

from dashboard.discretion import keeping
from dashboard.domain.retention import Destruction
from dashboard.house import House
from dashboard.store import destroying
from dashboard.store.destroying import Order
from intake import raw

LOG = structlog.get_logger("retention")
ACTOR = "room:retention"


class Retention:
    """The terms of one house, applied by hand or once a day."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._inbox = house.settings.inbox
        self._done: date | None = None

    def trial(self, actor: str) -> Destruction:
        """Return what would be destroyed now."""
        return destroying.planned(self._house.store, self._order(actor))

    def apply(self, actor: str) -> Destruction:
        """Destroy what has been kept long enough; younger files that still lie there in plain are sealed."""
        store, now = self._house.store, self._house.now()
        order = self._order(actor)
        done = destroying.destroy(store, order)
        for path in raw.past(self._inbox, order.keeping.raw_days, now):
            path.unlink(missing_ok=True)
        raw.seal_all(store.vault, self._inbox, now.year)
        if not done.empty:
            LOG.info("destroyed", protocol=done.number, texts=done.texts, marks=done.marks, cells=done.cells,
                     files=done.files, keys=list(done.keys))
        return done

    def daily(self) -> Destruction | None:
        """Apply the terms once a civil day; a process that serves for months asks often."""
        today = self._house.moments().on
        if self._done == today:
            return None
        done = self.apply(ACTOR)
        self._done = today
        return done

    def _order(self, actor: str) -> Order:
        house = self._house
        with house.store.reading() as connection:
            terms = keeping(connection)
        files = len(raw.past(self._inbox, terms.raw_days, house.now()))
        return Order(terms, actor, house.now(), house.moments().on, files)
