"""A whole file translated: first checked from end to end, then told as often as one likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.domain.appeals import Record, Rejected, Unknown
from datasources.binding import Binding, bind
from datasources.cells import Refusal, Row
from datasources.profile import PRIVATE, Profile
from datasources.rows import RowReader, Town
from datasources.spelling import clean, fold
from datasources.tables.sheet import Sheet, is_blank
from datasources.words import Unknowns

KEPT = 50_000
"""Records that the check keeps for the telling: a town's file is read once, a region's again from there on."""
CELLS_KEPT_FOR = 10_000
"""Rejected rows beyond these keep their reason but not their cells: a file of rubbish must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a file says in the town's words.

    Attributes:
        sheet, binding: the table and how the profile lies over it.
        total: number of records.
        rejected: rows that are not taken, in the order of the file; of rows with one number the last is taken.
        unknown: words without a meaning, the most frequent first.
        kept: the first records as the check has read them, `KEPT` or fewer; those of rejected rows are not taken.
        whole: whether these are all.
    """

    sheet: Sheet
    profile: Profile
    binding: Binding
    town: Town
    total: int
    rejected: tuple[Rejected, ...]
    unknown: tuple[Unknown, ...]
    kept: tuple[Record, ...]
    whole: bool

    def records(self) -> Iterator[Record]:
        """Yield the records in the order of the file, as often as it is called while the sheet is open."""
        skipped = {r.row for r in self.rejected}
        yield from (record for record in self.kept if record.row not in skipped)
        if self.whole:
            return
        read = RowReader(self.profile, self.binding, self.town, Counter())
        last = self.kept[-1].row if self.kept else 0
        for number, row in body(self.sheet, self.binding):
            if number > last and number not in skipped:
                yield read(row, number)


def translate(sheet: Sheet, profile: Profile, town: Town, keep: int = KEPT) -> Translation:
    """Return the translation of a sheet after reading every row of it; `keep` is how many records to remember.

    Raises:
        SourceError: a required column is missing.
    """
    binding = bind(sheet, profile)
    survey = _Survey(profile, binding, town, keep)
    for number, row in body(sheet, binding):
        survey.see(row, number)
    unknown = tuple(Unknown(field, town.mask(value), rows) for (field, value), rows in survey.unknown.most_common())
    rejected = tuple(sorted(survey.rejected, key=lambda r: r.row))
    return Translation(sheet, profile, binding, town, survey.total, rejected, unknown, tuple(survey.kept),
                       len(survey.kept) < keep)


def body(sheet: Sheet, binding: Binding) -> Iterator[tuple[int, Row]]:
    """Yield (number of the row in its file, cells) below the header; blank rows and repeated headers are no rows."""
    first = binding.at + sheet.first
    header = list(binding.header)
    for number, row in enumerate(sheet.lines(), sheet.first):
        if number > first and not is_blank(row) and row != header:
            yield number, row


class _Survey:
    """One pass over all rows: what is refused, what stands twice, which words are unknown."""

    def __init__(self, profile: Profile, binding: Binding, town: Town, keep: int) -> None:
        self.unknown: Unknowns = Counter()
        self.rejected: list[Rejected] = []
        self.kept: list[Record] = []
        self.total = 0
        self._read = RowReader(profile, binding, town, self.unknown)
        self._rows: dict[int, int] = {}
        self._keep = keep
        self._told, self._mask = _public_columns(profile, binding), town.mask

    def see(self, row: Row, number: int) -> None:
        try:
            identity = self._identity(row, number)
        except Refusal as refusal:
            self._reject(number, row, refusal.template, refusal.values)
            return
        # 64 bits of a hash instead of the number itself: a third of the memory at a million rows.
        former = self._rows.get(key := hash(identity))
        self._rows[key] = number
        self.total += former is None
        if former is not None:
            self._reject(former, None, "The number {number} stands again in row {row}: the last one is taken",
                         {"number": identity[0], "row": str(number)})

    def _identity(self, row: Row, number: int) -> tuple[str, str]:
        if len(self.kept) >= self._keep:
            return self._read.look(row)[0]
        record = self._read(row, number)
        self.kept.append(record)
        return record.external_id, record.question

    def _reject(self, number: int, row: Row | None, reason: str, values: Mapping[str, str]) -> None:
        keep = row is not None and len(self.rejected) < CELLS_KEPT_FOR
        cells = {name: clean(row[at]) for at, name in self._told.items() if at < len(row)} if row and keep else {}
        told = {name: self._mask(value) for name, value in values.items()}
        self.rejected.append(Rejected(number, reason, told, cells))


def _public_columns(profile: Profile, binding: Binding) -> dict[int, str]:
    """Return place → header of what a list of rejected rows may show: mapped and not for the vault."""
    private = {fold(h) for f in PRIVATE for c in profile.columns.get(f, ()) for h in c.headers}
    private.update(map(fold, profile.drop))
    seated = {place for seats in binding.seats.values() for seat in seats for place in seat.places}
    return {at: clean(binding.header[at]) for at in sorted(seated) if fold(binding.header[at]) not in private}
