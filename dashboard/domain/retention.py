"""How long texts of citizens are kept: terms by channel, counted from the first of January after the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Term:
    """A term in whole years after the year in which the question ended; `channel` None holds for the rest."""

    key: str
    years: int
    channel: str | None
    source: str
    confirmed: bool

    def last_ended(self, today: date) -> date:
        """Return the last day on which a question may have ended for its term to be over by today."""
        return date(today.year - self.years - 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Keeping:
    """All terms, how many days sealed files as they came and cells of rejected rows are kept, and channel → parent."""

    terms: tuple[Term, ...]
    raw_days: int
    rejected_days: int
    parents: Mapping[str, str | None] = field(default_factory=dict)

    def term_of(self, channel: str | None) -> Term:
        """Return the term of a channel: its own, else that of the channel above it, else that of the rest."""
        own = {term.channel: term for term in self.terms}
        seen: set[str] = set()
        while channel is not None and channel not in own and channel not in seen:
            seen.add(channel)
            channel = self.parents.get(channel)
        return own.get(channel, own[None])


class Way(StrEnum):
    """How texts are destroyed: with the key of their year, or one by one while others of the year are kept."""

    KEY = "key"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Line:
    """Texts of one year of receipt and one channel: how many, by which term, how they are destroyed."""

    year: int
    channel: str | None
    texts: int
    term: str
    way: Way


@dataclass(frozen=True, slots=True)
class Destruction:
    """A protocol of destruction: what is destroyed, or would be.

    Attributes:
        number: of the protocol; 0 for a trial.
        told_at: aware instant.
        actor: who did it, as events name actors.
        terms: the terms that were applied.
        lines: the texts.
        marks, cells, files: how many marks of applicants, rows with sealed cells that were not taken, sealed files.
        keys: years whose key is destroyed.
    """

    number: int
    told_at: datetime
    actor: str
    terms: tuple[Term, ...]
    lines: tuple[Line, ...]
    marks: int
    cells: int
    files: int
    keys: tuple[int, ...]

    @property
    def texts(self) -> int:
        """Return how many texts that are."""
        return sum(line.texts for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to destroy."""
        return not (self.texts or self.marks or self.cells or self.files or self.keys)
