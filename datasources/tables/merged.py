"""Merged cells of a spreadsheet: one value that holds for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.errors import SourceError
from datasources.tables.limits import Limits
from datasources.tables.sheet import Row

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Merged:
    """Which cells take their value from which: row → [(column, (row, column) of the value)], from the used corner."""

    sources: dict[int, list[tuple[int, Corner]]]

    @classmethod
    def of(cls, ranges: Sequence[tuple[Corner, Corner]], start: Corner, limits: Limits) -> Merged:
        """Return the plan for ranges given in cells of the whole sheet; `start` is its first used cell.

        Raises:
            SourceError: the ranges cover more cells than a sheet may have.
        """
        area = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in ranges)
        if area > limits.cells // 10:
            raise SourceError("The sheet has too many merged cells: save it as CSV")
        sources: dict[int, list[tuple[int, Corner]]] = {}
        for (top, left), (bottom, right) in ranges:
            corner = (top - start[0], left - start[1])
            for row in range(top - start[0], bottom - start[0] + 1):
                sources.setdefault(row, []).extend((c - start[1], corner) for c in range(left, right + 1))
        return cls(sources)

    def fill(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows with every merged cell filled."""
        if not self.sources:
            yield from rows
            return
        values: dict[Corner, str] = {}
        for number, row in enumerate(rows):
            for column, corner in self.sources.get(number, ()):
                if corner == (number, column) and column < len(row):
                    values[corner] = row[column]
                elif 0 <= column < len(row):
                    row[column] = values.get(corner, "")
            yield row
