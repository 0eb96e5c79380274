"""The shape of a watch: from the ground as it lies now to what people should act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dashboard.cache.board import SourceState
from dashboard.domain.alerts.finding import Finding
from dashboard.domain.alerts.ladder import Ladder, Step
from dashboard.domain.asking import Ask
from dashboard.domain.calendar import Calendar
from dashboard.domain.rules import Rule


class Refused(NamedTuple):
    """Rows that the newest import of a source did not take: its batch, how many of how many, when."""

    batch: int
    rows: int
    read: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Ground:
    """What watches look at: one picture of the town.

    Attributes:
        ask: the town's questions, live; for the staff.
        calendar: that holds now.
        rules: of terms that hold now.
        sources: how every source is.
        refused: source → what its newest import did not take; sources with nothing refused are absent.
        last: subject of an alert that stands → key of the step it stands on, so that leaving may be harder than
            entering; see `Ladder.step`.
    """

    ask: Ask
    calendar: Calendar
    rules: Sequence[Rule]
    sources: tuple[SourceState, ...]
    refused: Mapping[str, Refused]
    last: Mapping[tuple[str, ...], str]


def same_look(first: Step, second: Step) -> bool:
    """Return whether two steps look at the same, so that whoever stands on one stands on the other."""
    return bool(first.measure or first.limits) and (first.measure, first.limits) == (second.measure, second.limits)


@dataclass(frozen=True, slots=True)
class Watch:
    """One kind of looking.

    Attributes:
        key: its name in the policy `alerts`.
        title: gettext key of what it looks at, in words.
        find: (ground, ladder, all ladders) → findings of this ladder, one for a subject.
        by_measure: whether every step of its ladders names a measure.
        limits: names of the numbers a step of its ladders must give.
        steps: keys that its ladders may give to steps; empty where any will do.
        implies: (first, second) → whether whoever stands on the first step always stands on the second too: then the
            first is never the gravest below the second.
    """

    key: str
    title: str
    find: Callable[[Ground, Ladder, Sequence[Ladder]], Iterable[Finding]]
    by_measure: bool = False
    limits: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    implies: Callable[[Step, Step], bool] = same_look
