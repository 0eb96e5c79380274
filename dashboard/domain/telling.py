"""What a record adds to all that was told of a question, a question that was taken back included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from dashboard.domain.appeals import Record, State
from dashboard.domain.events import Event
from dashboard.domain.fold import effective
from dashboard.domain.hearing import hear
from dashboard.domain.moments import Moment

KnownBy = Callable[[Sequence[Event]], State | None]
"""Events → the state as the source told it last, or None when nothing that counts was told."""


def news(record: Record, told: Sequence[Event], known_by: KnownBy, observed: Moment, told_at: datetime) -> list[Event]:
    """Return the events that a record adds; told again, the same record adds none.

    Where the batch that began a question was taken back but later batches still speak, the question begins anew
    with its receipt alone, and the record is compared with what those had told.
    """
    known = known_by(told)
    if known is not None or not any(not event.by_person for event in effective(told)):
        return hear(record, known, observed, told_at)
    begun = hear(Record(record.external_id, {"received": record.facts["received"]}), None, observed, told_at)
    return begun + hear(record, known_by([*told, *begun]), observed, told_at)
