"""The past asked what it would have foreseen: at each step learnt from what was known then, judged by what came.

A case is asked about once, when half of its term has passed and it is still open. At a step the curves are learnt from
a reading at that moment; its cases come from the reading of the next step, as they stood before what came after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from dashboard.cache.forecasts import history
from dashboard.cache.reading import Reading
from dashboard.domain.bounds import Bounds
from dashboard.domain.calendar import Calendar
from dashboard.domain.learning import learnt, scales_of
from dashboard.domain.moments import micros
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.domain.termed import COLUMNS, Cases, cases_of
from dashboard.domain.verdicts import Told


class Past(NamedTuple):
    """How the past is asked.

    Attributes:
        asking: opens a reading at a view.
        bounds, calendar, zone: as in the product.
        judged: when it is asked what came; the rest is not known yet.
        told: whether only what we had been told by then is known; else all that had happened by then.
    """

    asking: Callable[[View], AbstractContextManager[Reading]]
    bounds: Bounds
    calendar: Calendar
    zone: ZoneInfo
    judged: View = View()
    told: bool = False

    def at(self, moment: datetime) -> View:
        """Return the view of a moment of the past."""
        return View(moment, moment if self.told else None)


class Outcomes(NamedTuple):
    """What came of all cases, by their ids."""

    late: dict[int, bool]
    channels: dict[int, str]


def outcomes(past: Past) -> Outcomes:
    """Return of every case whose term has passed whether it was late.

    Cases closed before a term that still runs are left out with those that are open: they would all be on time.
    """
    with past.asking(past.judged) as reading:
        rows = reading.rows("with_deadline", Scope(), columns=(*COLUMNS, "channel"))
        cases = cases_of(rows, reading.now.zone)
        known = cases.due < micros(reading.now.at)
        late = dict(zip(cases.ids[known].tolist(), cases.late()[known].tolist(), strict=True))
        return Outcomes(late, {row["id"]: row["channel"] or UNKNOWN for row in rows})


def rolled(past: Past, steps: Sequence[datetime]) -> Iterator[Told | None]:
    """Yield the forecasts between each step and the next; None where the history was too short yet."""
    came = outcomes(past)
    before = None
    for number, moment in enumerate(steps):
        with past.asking(past.at(moment)) as reading:
            now = history(reading, past.bounds)
            if before is not None:
                yield _step(past, (steps[number - 1], moment), (before, now), came)
            before = now


def _step(past: Past, between: tuple[datetime, datetime], known: tuple[Cases, Cases], came: Outcomes) -> Told | None:
    start, end = (float(micros(moment)) for moment in between)
    before, after = known
    model = learnt(before, start, scales_of(past.calendar, past.zone, start), past.bounds)
    base = base_rate(before, start)
    if model.closed < past.bounds.least or base is None:
        return None
    half = after.half_way
    asked = (start <= half) & (half < end) & after.open_at(half)
    cases = after.where(asked & np.isin(after.ids, np.fromiter(came.late, np.int64)))
    late = np.array([came.late[number] for number in cases.ids.tolist()], bool)
    return Told(model.late(cases, cases.half_way), np.full(len(late), base), late,
                tuple(came.channels[number] for number in cases.ids.tolist()))


def base_rate(cases: Cases, at: float) -> float | None:
    """Return the share of late among the cases of the same kind that were known: open half-way, their term passed."""
    told = cases.known(at)
    alike = told.where((told.due < at) & told.open_at(told.half_way))
    return float(alike.late().mean()) if len(alike.ids) else None
