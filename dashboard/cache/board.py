"""The board: the cached state that a screen reads. Values only; computed in `boards.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard.domain.clusters import Cluster
from dashboard.domain.figures import Figure
from dashboard.domain.moments import Moment
from dashboard.domain.scope import Scope, View


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source is: `fresh`, `late` (older than its cadence), `silent` (older than three), `failing`, `none`.

    Attributes:
        key, title: the source.
        observed_at: the moment of its newest export, or None when it never spoke.
        cadence_s: seconds after which it is late.
        state: see above.
        failing_since: since when its imports fail, or None.
        error: why it fails, in the language of the screens, for the staff's.
        share: its part of the usual inflow, 0–1, over a year: a source silent for a month keeps its weight.
    """

    key: str
    title: str
    observed_at: datetime | None
    cadence_s: int
    state: str
    failing_since: datetime | None = None
    error: str | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class WallCase:
    """One question as the wall may show it: no text, no house, no person."""

    topic: str
    street: str
    department: str
    block: str
    channel: str
    received: Moment
    due: Moment | None
    elapsed: float | None
    """Elapsed part of the term, 0–1, above 1 when it is overdue; None when no term is known."""
    late: float | None = None
    """Probability of missing the term, 0–1 in tenths, where it is foreseen."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The cases of one column of the wall's terms scene: the count of all, and the first of them, oldest first."""

    measure: str
    count: int
    cases: tuple[WallCase, ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A metric that could not be computed: the English template of the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that a screen shows of one scope at one version.

    Attributes:
        version: `"<boot id>-<n>"`; equal content keeps its version.
        at: the moment of judgement; `on` its civil day.
        view: the two clocks; live when both are None.
        scope: what is looked at.
        town: name of the town; `demo` whether its life is invented.
        metrics: metric key → its figures (whole first, then members sorted by value), or why there are none.
        titles: dimension key → member key → title, for all members that occur.
        queues: the wall's lists of open cases by term.
        clusters: heaps of cases at a place, most surprising first.
        sources: health of every source.
        appeals: how many appeals carry the questions received (screens say both where they differ).
        week: first and last day of the reporting week of `on`.
    """

    version: str
    at: datetime
    on: date
    view: View
    scope: Scope
    town: str
    demo: bool
    metrics: Mapping[str, tuple[Figure, ...] | Unavailable]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    queues: tuple[Queue, ...] = ()
    clusters: tuple[Cluster, ...] | Unavailable = ()
    sources: tuple[SourceState, ...] = ()
    appeals: int = 0
    week: tuple[date, date] = (date.min, date.min)
