"""Tables that are not as their profile expects."""

from __future__ import annotations

from collections.abc import Callable

from soak.nasty import NASTY, Chance, Table


def nasty_cells(chance: Chance, table: Table) -> None:
    for _ in range(chance.choice((1, 3, 12))):
        row = chance.choice(table[1:] or table)
        if row:
            row[chance.randrange(len(row))] = chance.choice(NASTY)


def nasty_column(chance: Chance, table: Table) -> None:
    place = chance.randrange(max(len(table[0]), 1))
    for row in table[1:]:
        row[place:place + 1] = [chance.choice(NASTY)]


def doubled_header(chance: Chance, table: Table) -> None:
    place = chance.randrange(max(len(table[0]), 1))
    for row in table:
        row.insert(chance.randrange(len(row) + 1), row[min(place, len(row) - 1)] if row else "")


def same_header_again(chance: Chance, table: Table) -> None:
    table[0][chance.randrange(len(table[0]))] = chance.choice(table[0])


def header_below(chance: Chance, table: Table) -> None:
    for _ in range(chance.choice((1, 5, 40))):
        table.insert(0, [chance.choice(NASTY) for _ in range(chance.randrange(4))])


def lost_column(chance: Chance, table: Table) -> None:
    place = chance.randrange(max(len(table[0]), 1))
    for row in table:
        del row[place:place + 1]


def ragged(chance: Chance, table: Table) -> None:
    row = chance.choice(table)
    row[:] = row * 3 if chance.random() < 0.5 else row[:chance.randrange(len(row) + 1)]


def repeated_rows(chance: Chance, table: Table) -> None:
    table.extend(list(row) for row in table[chance.randrange(len(table)):] * chance.choice((1, 9)))


def wide(chance: Chance, table: Table) -> None:
    for row in table:
        row.extend(str(n) for n in range(chance.choice((5, 1200))))


def nasty_header(chance: Chance, table: Table) -> None:
    table[0][chance.randrange(len(table[0]))] = chance.choice(NASTY)


TABLES: tuple[Callable[[Chance, Table], None], ...] = (
    nasty_cells, nasty_cells, nasty_cells, nasty_column, nasty_column, doubled_header, same_header_again, header_below,
    lost_column, ragged, repeated_rows, wide, nasty_header)
