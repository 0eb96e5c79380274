"""What a watch finds at a moment; many of the same kind at one place are one finding, one person's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from dashboard.domain.scope import Scope

Facts = Mapping[str, str | int | float]


class Severity(IntEnum):
    """How grave it is: something comes, it is near, a term is broken."""

    NOTICE = 1
    WARNING = 2
    BREACH = 3


class Subject(NamedTuple):
    """What an alert is about, for ever: a ladder and the block × topic × place, or the source, that it looks at."""

    ladder: str
    block: str = ""
    topic: str = ""
    place: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One subject as it stands.

    Attributes:
        subject: see there.
        step: key of the gravest step of the ladder that anything of it has reached.
        severity: of that step.
        n: how many questions (rows, days) stand on that step: exactly the rows of `measure` in `scope`.
        measure: key of the measure that lists them; "" when it is not about questions.
        scope: with the measure.
        counts: step → number, for all steps reached.
        facts: values for its sentence, by the watch.
        sources: who told of its questions; when all of them are silent it is not known whether it still holds.
    """

    subject: Subject
    step: str
    severity: Severity
    n: int
    measure: str = ""
    scope: Scope = field(default_factory=Scope)
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    sources: frozenset[str] = frozenset()


class Cause(NamedTuple):
    """A cause that somebody declared: what it covers needs no alert of its own until then."""

    id: int
    title: str
    blocks: frozenset[str]
    topics: frozenset[str]
    places: frozenset[str]
    until_at: datetime

    def covers(self, subject: Subject) -> bool:
        """Return whether the subject lies within; what is not named covers everything."""
        pairs = ((self.blocks, subject.block), (self.topics, subject.topic), (self.places, subject.place))
        return not subject.source and all(not named or member in named for named, member in pairs)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that was found at one moment.

    Attributes:
        at: when; aware UTC.
        findings: by subject.
        ladders: those that could be looked at: what another found before may still be there.
        silent: sources that have not spoken for three cadences → since when.
        causes: declared and in force.
    """

    at: datetime
    findings: Mapping[Subject, Finding]
    ladders: frozenset[str]
    silent: Mapping[str, datetime] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()
