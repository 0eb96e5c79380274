"""What a record adds to all that was told of a question, a question that was taken back included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from dashboard.domain.appeals import Record, State
from dashboard.domain.events import Event
from dashboard.domain.fold import effective
from dashboard.domain.hearing import hear
from dashboard.domain.moments import Moment

KnownBy = Callable[[Sequence[Event]], State | None]
"""Events → the state as the source told it last, or None when nothing that counts was told."""


class Telling(NamedTuple):
    """A record, the moment for which it speaks, and the instant at which we were told."""

    record: Record
    observed: Moment
    told_at: datetime

    def heard(self, known: State | None) -> list[Event]:
        """Return the events that the record adds to a known state."""
        return hear(self.record, known, self.observed, self.told_at)


def news(telling: Telling, known: State | None, told: Sequence[Event], known_by: KnownBy) -> list[Event]:
    """Return the events that a record adds to `told`, of which `known` is what holds; told again, it adds none.

    Where the batch that began a question was taken back but later batches still speak, the question begins anew
    with its receipt alone, and the record is compared with what those had told.
    """
    if known is not None or not any(not event.by_person for event in effective(told)):
        return telling.heard(known)
    receipt = Record(telling.record.external_id, {"received": telling.record.facts["received"]})
    begun = telling._replace(record=receipt).heard(None)
    return begun + telling.heard(known_by([*told, *begun]))
