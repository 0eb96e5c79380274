"""A table as a workbook, whose parts may be spoilt inside a sound archive."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import xlsxwriter
from soak.nasty import BYTES, Chance, Table

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def as_xlsx(chance: Chance, table: Table) -> tuple[str, bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table[:200]):
            for place, cell in enumerate(row[:1300]):
                _put(sheet, chance, (at, place), cell.encode("utf-8", "replace").decode())
        if chance.random() < 0.1:
            sheet.merge_range(1, 0, chance.choice((3, 200)), chance.choice((1, 30)), "x")
    return "x.xlsx", out.getvalue()


def _put(sheet: xlsxwriter.worksheet.Worksheet, chance: Chance, at: tuple[int, int], cell: str) -> None:
    lot = chance.random()
    if lot < 0.0005:
        sheet.write_formula(*at, "=1+1")
    elif lot < 0.005:
        sheet.write_number(*at, chance.choice((46028, 46028.5, -1, 1e10, 2958466, 1e300)))
    elif lot < 0.008:
        sheet.write_boolean(*at, True)
    else:
        sheet.write_string(*at, cell[:32_000])


def broken_parts(chance: Chance, table: Table) -> tuple[str, bytes]:
    """A workbook whose XML is spoilt inside a sound archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(chance, table)[1])) as old, zipfile.ZipFile(packed, "w") as new:
        hit = chance.choice(old.namelist())
        for name in old.namelist():
            body = old.read(name)
            if name == hit or "sheet1" in name and chance.random() < 0.5:
                body = chance.choice((*BYTES, *XML))(chance, body)
            if name != hit or chance.random() < 0.9:
                new.writestr(name, body)
            if chance.random() < 0.02:
                new.writestr(f"../{name}", body)
    return "x.xlsx", packed.getvalue()


def entities(_: Chance, body: bytes) -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'.encode()
    return re.sub(rb"\?>", b"?>" + head, body, count=1).replace(b"<v>", b"<v>&l8;", 3)


def far_cells(chance: Chance, body: bytes) -> bytes:
    far = chance.choice((b"XFD1048576", b"A1048576", b"ZZZZ9", b"A99999999999999999999", b"A0", b"1A", b""))
    return re.sub(rb'r="[A-Z]+\d+"', b'r="' + far + b'"', body, count=chance.choice((1, 5, 0)))


def far_rows(chance: Chance, body: bytes) -> bytes:
    far = chance.choice((b"1048577", b"4294967296", b"-1", b"0", b"x", b"999999999999999999999999"))
    return re.sub(rb'<row r="\d+"', b'<row r="' + far + b'"', body, count=chance.choice((1, 5)))


def dimension(chance: Chance, body: bytes) -> bytes:
    far = chance.choice((b"A1:XFD1048576", b"B9:A1", b"", b"A1:A1:A1", b"ZZZZZZ1:A2"))
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + far + b'"', body)


def shared(chance: Chance, body: bytes) -> bytes:
    far = chance.choice((b"999999", b"-1", b"x", b"18446744073709551616", b"1e5"))
    return re.sub(rb"<v>\d+</v>", b"<v>" + far + b"</v>", body, count=chance.choice((1, 7)))


XML = (entities, far_cells, far_rows, dimension, shared)


def old_book(chance: Chance, _: Table) -> tuple[str, bytes]:
    body = (SAMPLES / "pos/pos_older.xls").read_bytes()
    for _ in range(chance.choice((1, 1, 4, 30))):
        body = chance.choice(BYTES)(chance, body)
    return "x.xls", body
