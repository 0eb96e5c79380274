"""A question that nobody knew, ready to be written: all that can be said of it without the store.

Nothing here touches the engine, so a process beside may prepare while another one writes; what is prepared consists
of plain tuples, which `marshal` carries from one to the other.
"""

from __future__ import annotations

import marshal
from datetime import datetime
from typing import Any

from dashboard.domain.appeals import Record, State
from dashboard.domain.applicants import discreet
from dashboard.domain.fields import MOMENTS
from dashboard.domain.hearing import hear
from dashboard.domain.moments import EPOCH, EPOCH_ORDINAL, MICROSECOND, Moment, day_of, instant_of, micros, moment_at
from dashboard.store.lives import Teller
from dashboard.store.rows import event_cells, words_of

Cells = tuple[Any, ...]
Shaped = tuple[str, Cells]
"""Fields that are known, joined by commas, and the cells of a rectangle: its instants, then those of `columns_of`."""
Ready = tuple[int, str, str, bytes, int, tuple[Cells, ...], tuple[Shaped, ...], Shaped, str]
"""Row in the file, appeal, question, its words (`rows.words_of`), year, events, past rectangles, the current one, and
what identifies the applicant; private texts are masked already (`applicants.discreet`).

An event has the cells of `rows.EVENT_CELLS`, a past rectangle begins with (valid from, valid to), the current one
with (valid from): when we were told is the same for all. The year is of the vault's key, 0 where nothing is private.
"""


class Preparer:
    """Prepares the questions of one batch.

    Args:
        teller: what a fold needs.
        told_at: the moment for which the batch speaks.
        actor: who tells it.
    """

    def __init__(self, teller: Teller, told_at: datetime, actor: str) -> None:
        self._teller, self._told_at, self._actor = teller, told_at, actor
        self._observed = moment_at(told_at, teller.zone)
        self._shapes: dict[tuple[str, ...], tuple[str, tuple[int, ...]]] = {}

    def __call__(self, record: Record) -> Ready:
        """Return what is to be written of a record without a moment of its own, if its question is new."""
        record, identity = discreet(record, self._teller.mask)
        events = hear(record, None, self._observed, self._told_at, self._actor)
        slices = self._teller.slices(events)
        begins = [micros(each.valid_from) for each in slices]
        # Of a question that nobody knew every slice is one rectangle, known since it was told.
        past = [self._shaped(former.state, begin, end)
                for former, begin, end in zip(slices, begins, begins[1:], strict=False)]
        year = events[0].happened.on.year if record.private or identity else 0
        return (record.row, record.external_id, record.question, words_of(record), year,
                tuple([event_cells(e) for e in events]), tuple(past), self._shaped(slices[-1].state, begins[-1]),
                identity)

    def _shaped(self, state: State, *instants: int) -> Shaped:
        fields = tuple(state)
        shape, moments = self._shapes.get(fields) or self._learn(fields)
        cells: list[Any] = [*state.values()]
        for place in moments:
            on, at = cells[place]
            cells[place] = on.toordinal() - EPOCH_ORDINAL
            cells.append(None if at is None else (at - EPOCH) // MICROSECOND)
        return shape, (*instants, *cells)

    def _learn(self, fields: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
        moments = tuple(place for place, field in enumerate(fields) if field in MOMENTS)
        self._shapes[fields] = ",".join(fields), moments
        return self._shapes[fields]


def columns_of(shape: str) -> tuple[str, ...]:
    """Return the columns of a shape: each field's own, or its day; then the instants of those that are moments."""
    fields = shape.split(",")
    return (*(f"{field}_on" if field in MOMENTS else field for field in fields),
            *(f"{field}_at" for field in fields if field in MOMENTS))


def record_of(ready: Ready) -> Record:
    """Return the record that was prepared."""
    row, external_id, question, words = ready[:4]
    names, values, private = marshal.loads(words)
    facts = [Moment(day_of(v[0] - EPOCH_ORDINAL), v[1] if v[1] is None else instant_of(v[1])) if isinstance(v, tuple)
             else v for v in values]
    return Record(external_id, dict(zip(names, facts, strict=True)), dict(private), question, None, row)
