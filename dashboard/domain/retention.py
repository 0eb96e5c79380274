"""How long texts of citizens are kept: terms by channel, counted from the first of January after the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Term(NamedTuple):
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
