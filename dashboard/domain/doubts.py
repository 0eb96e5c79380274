"""What a reader of a stored term must know: a rule that nobody confirmed, days that no decree has settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.domain.calendar import Calendar
from dashboard.domain.moments import day_of
from dashboard.domain.rules import Rule

EXPORT = "export"
"""Where a term comes from that the source or a person named: nobody's count, so it is never doubted."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Judges stored terms, each by its day number and where it comes from: `export`, or a rule's key.

    Attributes:
        calendar: beyond whose end a counted term is provisional.
        guessed: keys of the rules that neither a lawyer nor the administration has confirmed.
    """

    calendar: Calendar
    guessed: frozenset[str] = frozenset()

    def provisional(self, due_on: int | None, due_source: str | None) -> bool:
        """Return whether the term was counted beyond the decreed calendar."""
        if due_on is None or due_source in (None, EXPORT):
            return False
        return not self.calendar.covered(day_of(due_on))

    def unconfirmed(self, due_on: int | None, due_source: str | None) -> bool:
        """Return whether the term was counted by a rule that nobody has confirmed."""
        return due_on is not None and due_source in self.guessed


def doubts_of(rules: Iterable[Rule], calendar: Calendar) -> Doubts:
    """Return the doubts about terms that these rules count by this calendar."""
    return Doubts(calendar, frozenset(rule.key for rule in rules if not rule.confirmed))
