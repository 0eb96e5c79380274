"""Cells that are no words: dates, numbers, flags, places, private texts. Each reader returns what one field says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from dashboard.domain.appeals import Value
from dashboard.domain.applicants import Mask
from dashboard.domain.moments import Moment
from datasources.binding import Seat
from datasources.dates import DateReader
from datasources.profile import Profile
from datasources.spelling import clean, fold
from datasources.words import Unknowns

Row = list[str]
Reader = Callable[[Row], Value]
RATINGS = (1, 5)
SPACES = " \t\r\n\v\f=\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""With what a cell that says nothing may begin, besides the words for nothing."""


class Refusal(Exception):  # noqa: N818 (not an error of the program: a row that is not taken)
    """A row that cannot be taken: a gettext template and its values."""

    def __init__(self, template: str, **values: str) -> None:
        super().__init__(template)
        self.template, self.values = template, values


class Kit:
    """What the readers of one file share: words for nothing, yes and no, dates, unknown words, masking."""

    def __init__(self, profile: Profile, dates: DateReader, unknown: Unknowns, mask: Mask) -> None:
        self.profile, self.dates, self.unknown, self.mask = profile, dates, unknown, mask
        self.nulls = {fold(word) for word in profile.nulls} | {""}
        columns = (column for chain in profile.columns.values() for column in chain)
        told = [*profile.nulls, *(word for column in columns for word in column.nulls)]
        self._null_starts = frozenset(SPACES).union(*({w[:1], w[:1].lower(), w[:1].upper()} for w in told))
        self.flags = {fold(w): True for w in profile.yes} | {fold(w): False for w in profile.no}

    def first(self, seats: tuple[Seat, ...], row: Row) -> str:
        """Return the first filled cell as it stands in the file, or ""."""
        for seat in seats:
            for place in seat.places:
                cell = row[place]
                # Few cells begin like a word for nothing: folding every address would cost more than reading it.
                if cell and (cell[0] not in self._null_starts or fold(cell) not in self.nulls):
                    return cell
        return ""

    def moment(self, header: str, place: int, row: Row) -> Moment | None:
        """Return the moment of a cell; the usual spelling is read without cleaning it first."""
        cell = row[place]
        if not cell:
            return None
        try:
            return self.dates(cell)
        except (ValueError, OverflowError):
            pass
        text = clean(cell)
        if fold(text) in self.nulls:
            return None
        try:
            return self.dates(text)
        except (ValueError, OverflowError) as error:
            raise Refusal("The date in {column} cannot be read: {value}", column=header, value=text) from error

    def first_moment(self, headers: Mapping[int, str], row: Row) -> Moment | None:
        """Return the first filled moment of several columns."""
        for place, header in headers.items():
            moment = self.moment(header, place, row)
            if moment is not None:
                return moment
        return None

    def flag(self, field: str, seats: tuple[Seat, ...], row: Row) -> bool | None:
        """Return yes, no, or None; where `filled` speaks, a silent cell is a no."""
        column = seats[0].column
        word = fold(self.first(seats, row))
        if column.filled:
            return bool(word) and word not in {fold(n) for n in column.nulls} and self.flags.get(word, True)
        if not word or word in self.flags:
            return self.flags.get(word)
        self.unknown[field, word] += 1
        return None

    def number(self, field: str, seats: tuple[Seat, ...], row: Row) -> int | None:
        """Return a whole number of the scale of ratings, or None; what is none counts as unknown."""
        text = clean(self.first(seats, row))
        if not text:
            return None
        if text.isdecimal() and RATINGS[0] <= int(text) <= RATINGS[1]:
            return int(text)
        self.unknown[field, text] += 1
        return None

    def text(self, seats: tuple[Seat, ...], row: Row) -> str | None:
        """Return a cleaned text, or None."""
        return clean(self.first(seats, row)) or None

    def joined(self, seats: tuple[Seat, ...], row: Row) -> str:
        """Return a private text of one or several columns, line breaks kept."""
        if len(seats) == 1:
            return self.first(seats, row).replace("\u00a0", " ").strip()
        parts = (self.first((seat,), row).replace("\u00a0", " ").strip() for seat in seats)
        return "; ".join(dict.fromkeys(p for p in parts if p))


def moment_reader(kit: Kit, seats: tuple[Seat, ...], header: tuple[str, ...]) -> Callable[[Row], Moment | None]:
    """Return the reader of a moment; one column needs no loop."""
    places = {place: clean(header[place]) for seat in seats for place in seat.places}
    if len(places) == 1:
        (place, name), = places.items()
        return partial(kit.moment, name, place)
    return partial(kit.first_moment, places)
