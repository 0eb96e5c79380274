"""Department × channel: the part of questions with a term that is on time, with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import Scope
from dashboard.metrics.axes import unjudged
from dashboard.metrics.shares import Share

SHARE = Share("on_time_with_deadline", "with_deadline")
LATE = "late_with_deadline"
BY = ("department", "channel")


@dataclass(frozen=True, slots=True)
class Cell:
    """One share: `share.of` questions have a term, `share.n` of them are on time; `late` opens the rest.

    The share has no value and no interval where there are too few cases to judge by.
    """

    share: Figure
    late: Drill

    @property
    def n_late(self) -> int:
        """Return how many are late."""
        return (self.share.of or 0) - self.share.n


@dataclass(frozen=True, slots=True)
class TermMatrix:
    """Rows by the number of late questions, columns by the number of questions, both largest first.

    Attributes:
        departments, channels: the members that occur; "" is the unknown one.
        cells: (department, channel) → its cell, where there are questions with a term.
        rows, columns: department or channel → its total.
        whole: of the scope.
    """

    departments: tuple[str, ...]
    channels: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    rows: Mapping[str, Cell]
    columns: Mapping[str, Cell]
    whole: Cell


def matrix_of(ask: Ask, scope: Scope) -> TermMatrix:
    """Return the matrix of a scope; every total is the sum of its cells."""
    of, n = (ask.table(measure, scope, BY) for measure in (SHARE.whole, SHARE.part))
    cells = {(row, column): _cell(scope.within(BY[0], row).within(BY[1], column), n.get((row, column), 0), many)
             for (row, column), many in of.items()}
    rows, columns = (_totals(n, of, scope, place) for place in (0, 1))
    whole = _cell(scope, sum(n.values()), sum(of.values()))
    return TermMatrix(tuple(sorted(rows, key=lambda d: (-rows[d].n_late, -(rows[d].share.of or 0), d))),
                      tuple(sorted(columns, key=lambda c: (-(columns[c].share.of or 0), c))),
                      cells, rows, columns, whole)


def _totals(n: Mapping[tuple[str, ...], int], of: Mapping[tuple[str, ...], int], scope: Scope, place: int
            ) -> dict[str, Cell]:
    parts, wholes = Counter[str](), Counter[str]()
    for key, many in of.items():
        wholes[key[place]] += many
        parts[key[place]] += n.get(key, 0)
    return {member: _cell(scope.within(BY[place], member), parts[member], many) for member, many in wholes.items()}


def _cell(scope: Scope, n: int, of: int) -> Cell:
    return Cell(unjudged(SHARE.figure(scope, "", n, of)), Drill(LATE, scope))
