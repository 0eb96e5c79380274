"""The board: the cached state that a screen reads. Values only; computed in `boards.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from dashboard.domain.alerts.finding import Severity
from dashboard.domain.clusters import Cluster
from dashboard.domain.figures import Figure
from dashboard.domain.moments import Moment
from dashboard.domain.rules import Stage
from dashboard.domain.scope import UNKNOWN, Scope, View

LATE, SILENT = 1, 3
"""Cadences after which a source is late, and silent."""


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

    def cadences(self, now: datetime) -> float:
        """Return its age in cadences; one that never spoke, or promised no pace, never grows old."""
        age = 0.0 if self.observed_at is None else (now - self.observed_at).total_seconds()
        return age / self.cadence_s if self.cadence_s else 0.0

    def is_silent(self, now: datetime) -> bool:
        """Return whether it has spoken once, but not for three cadences, failing or not."""
        return self.cadences(now) > SILENT


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
    provisional: bool = False
    """Whether the term was counted beyond the decreed calendar."""
    unconfirmed: bool = False
    """Whether it was counted by a rule that nobody has confirmed."""
    likely: bool = False
    """Whether it is one of the likely late, although it stands in another column."""
    promised: date | None = None
    """The day that the citizen was promised."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The cases of one column of the wall's terms scene: the count of all, and the first of them, oldest first."""

    measure: str
    count: int
    cases: tuple[WallCase, ...]


class Taken(NamedTuple):
    """Who has taken an alert, as a position ("" where it may not be told), until when, and the day of the promise."""

    position: str
    until_at: datetime
    promise_on: date | None


@dataclass(frozen=True, slots=True)
class WallAlert:
    """One alert that stands, as the wall may show it: no word that anybody has written, and no person.

    Attributes:
        id: its number.
        ladder, step, severity: where it stands.
        n: how many questions (rows, days) stand there.
        fired_at, raised_at: when it began, and when it last became graver.
        asked: whether it is about questions; about the room itself otherwise.
        block, topic, street, source: members, "" for the unknown; a street only of at least three questions.
        turn: the position of whoever answers for the block, "" for nobody.
        covered: `source` or `cause` where it calls nobody, or "".
        taken: of whoever has taken it, or None.
        stage: the term of which stage came near or was broken.
    """

    id: int
    ladder: str
    step: str
    severity: Severity
    n: int
    fired_at: datetime
    raised_at: datetime
    asked: bool
    block: str = UNKNOWN
    topic: str = UNKNOWN
    street: str = UNKNOWN
    source: str = UNKNOWN
    turn: str = ""
    covered: str = ""
    taken: Taken | None = None
    stage: Stage = Stage.ANSWER

    @property
    def calls(self) -> bool:
        """Whether it is a broken term that nobody has answered."""
        return self.asked and self.severity is Severity.BREACH and not self.covered and self.taken is None


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
        alerts: those that stand, the gravest first; of the whole town as it is now only.
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
    alerts: tuple[WallAlert, ...] = ()

    def taken(self, case: WallCase) -> Taken | None:
        """Return who has taken the alert of a case; None where nobody has, or where it may be another's.

        Every listed case has an alert of its block, topic and street. Where the street of either is not told, the
        only alert of the block and topic is meant; of several it is not known which.
        """
        if UNKNOWN in {case.block, case.topic}:
            return None
        near = [a for a in self.alerts if a.asked and (a.block, a.topic) == (case.block, case.topic)]
        exact = [a for a in near if a.street == case.street]
        found = exact if case.street != UNKNOWN and exact else near
        meant = len(found) == 1 and found[0].street in {case.street, UNKNOWN}
        return found[0].taken if meant else None
