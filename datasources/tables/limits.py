"""How much a file may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that a real export never meets and a bomb always does.

    Attributes:
        unpacked_bytes: a file after unpacking.
        ratio: unpacked size divided by packed size, looked at beyond `ratio_from_bytes`
            (a table packs 5–50 times, a bomb about 1,000 times).
        ratio_from_bytes: smaller content may pack as it likes.
        line_bytes: one line of text, or one element of a JSON list in characters.
        rows, columns: of one table.
        cells: of one spreadsheet, empty ones between used ones included: they are held in memory.
        head_rows: how many rows from the top the header is looked for in.
    """

    unpacked_bytes: int = 4096 * MIB
    ratio: int = 200
    ratio_from_bytes: int = 16 * MIB
    line_bytes: int = 4 * MIB
    rows: int = 20_000_000
    columns: int = 1000
    cells: int = 40_000_000
    head_rows: int = 30
