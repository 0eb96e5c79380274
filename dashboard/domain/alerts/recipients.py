"""Who hears of what happened to an alert: pure, from the ladder's chain and the roster of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dashboard.domain.alerts.alert import Alert, Happening, Turn
from dashboard.domain.alerts.ladder import Chain, Level
from dashboard.domain.people import Role
from dashboard.domain.roster import Person, Roster


class Called(NamedTuple):
    """From whom is chosen: the chain of the alert's ladder, the roster, and the civil day."""

    chain: Chain
    roster: Roster
    day: date

    def of(self, level: Level, block: str) -> tuple[Person, ...]:
        """Return the people of a level: of a block those who answer for it, of other roles everybody."""
        if level.role is Role.BLOCK:
            return self.roster.responsible(block, self.day)
        return self.roster.holders(level.role, self.day)

    def up_to(self, level: int, block: str, first: int = 0) -> tuple[Person, ...]:
        """Return the people of the levels from `first` (0 is the lowest) to `level`, each once, the lowest first."""
        return tuple(dict.fromkeys(person for one in self.chain.levels[first:level] for person in self.of(one, block)))


def hearers(alert: Alert, happened: Sequence[Happening], called: Called) -> list[tuple[Person, ...]]:
    """Return for each happening of one moment who hears of it.

    Of what is said all levels hear that have been called so far, of an escalation the new level alone. Whoever would
    hear of several happenings of that moment hears of the newest only.

    Args:
        alert: as it stands after them.
        happened: in order.
        called: from whom is chosen.
    """
    found, level, heard = list[tuple[Person, ...]](), alert.level, set[str]()
    for told in reversed(happened):
        first = level - 1 if told.turn is Turn.ESCALATED else 0
        people = called.up_to(level, alert.subject.block, first) if told.facts.get("said") else ()
        found.append(tuple(person for person in people if person.key not in heard))
        heard |= {person.key for person in people}
        level = first if told.turn is Turn.ESCALATED else level
    return found[::-1]
