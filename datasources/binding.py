"""A profile laid over the header of a file: which column is where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.errors import SourceError
from datasources.profile import Column, Profile
from datasources.spelling import fold
from datasources.tables.sheet import Row, Sheet


@dataclass(frozen=True, slots=True)
class Seat:
    """A column of the profile and where it stands in the file: the first of `places` that is filled speaks."""

    column: Column
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a file says what.

    Attributes:
        at: index of the header row in the file, from 0.
        header: its cells.
        seats: field → its columns, in the order of the profile, those present.
        missing: required fields without a column.
        ignored: headers that the profile does not know.
        known: how many filled headers the profile knows.
    """

    at: int
    header: tuple[str, ...]
    seats: Mapping[str, tuple[Seat, ...]]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    known: int


def bind(sheet: Sheet, profile: Profile) -> Binding:
    """Return the best place of the profile in the first rows of the file.

    Titles may stand above the header; columns may be more, fewer, repeated or in another order.

    Raises:
        SourceError: a required column is missing.
    """
    binding = best_binding(sheet, profile)
    if binding.missing:
        lacking = [profile.columns[f][0].headers[0] for f in binding.missing]
        raise SourceError("The file lacks the columns {columns} that the profile {profile} needs",
                          columns=", ".join(lacking), profile=profile.key)
    return binding


def best_binding(sheet: Sheet, profile: Profile) -> Binding:
    """Return the row of the head that fits the profile best, whatever it lacks."""
    bindings = [_seat(index, row, profile) for index, row in enumerate(sheet.head)]
    return max(bindings, key=lambda b: (-len(b.missing), len(b.seats), b.known, -b.at))


def _seat(index: int, row: Row, profile: Profile) -> Binding:
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(row):
        if cell.strip():
            places.setdefault(fold(cell), []).append(place)
    seats = {field: seated for field, chain in profile.columns.items() if (seated := _seats(chain, places))}
    wanted = {fold(h) for h in profile.headers}
    return Binding(
        at=index, header=tuple(row), seats=seats, known=len(wanted & places.keys()),
        missing=tuple(f for f, chain in profile.columns.items() if any(c.required for c in chain) and f not in seats),
        ignored=tuple(row[where[0]].strip() for word, where in places.items() if word not in wanted),
    )


def _seats(chain: Sequence[Column], places: Mapping[str, list[int]]) -> tuple[Seat, ...]:
    found = [(c, [p for h in dict.fromkeys(map(fold, c.headers)) for p in places.get(h, ())]) for c in chain]
    return tuple(Seat(column, tuple(where)) for column, where in found if where)
