"""What the fuzz has found: files that broke a reader, or ended the whole process."""

import csv
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from dashboard.errors import SourceError
from datasources.shelf import load_profile
from datasources.tables import read


def book(path: Path, change: dict[str, tuple[bytes, bytes]], more: dict[str, bytes] | None = None) -> Path:
    """A small workbook with some bytes of its parts replaced and some parts added."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Номер", "Дата"])
        sheet.write_row(1, 0, [1, 2])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            before, after = change.get(name, (b"", b""))
            assert before in old.read(name)
            new.writestr(name, old.read(name).replace(before, after))
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return path


def reason(path: Path) -> str:
    with pytest.raises(SourceError) as refused, read(path) as sheet:
        list(sheet.lines())
    return refused.value.template


SHEET = "xl/worksheets/sheet1.xml"
SPANS = "The sheet spans {rows} × {columns} cells: save it as CSV"
DAMAGED = "The workbook is damaged: copy or download it again"
NO_TABLE = "This is not a table but a {kind} file, whatever its name says"


@pytest.mark.parametrize("far", [
    b"<c r='ZZZZ2'", b'<c t=">" r="ZZZZ2"', b'<c\n r = "B99999999999"', b'<c r="ZZ4294967295"',
])
def test_a_far_cell_is_refused_however_it_is_written(tmp_path: Path, far: bytes) -> None:
    path = book(tmp_path / "a.xlsx", {SHEET: (b'<c r="B2"', far)})
    assert reason(path) == SPANS


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    wide = b"<row><c><v>1</v></c>" + b"<c><v>1</v></c>" * 1001 + b"</row></sheetData>"
    assert reason(book(tmp_path / "a.xlsx", {SHEET: (b"</sheetData>", wide)})) == SPANS
    few = book(tmp_path / "b.xlsx", {SHEET: (b"</sheetData>",
                                             b"<row><c><v>7</v></c><c><v>8</v></c></row></sheetData>")})
    with read(few) as sheet:
        assert list(sheet.lines())[2] == ["7", "8"]


def test_definitions_in_a_sheet_without_places_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {SHEET: (b"<worksheet", b"<!DOCTYPE x><worksheet")})
    with zipfile.ZipFile(path) as archive:
        assert b"DOCTYPE" in archive.read(SHEET)
    odd = book(tmp_path / "b.xlsx", {SHEET: (b'<c r="B2"', b"<c")})
    with zipfile.ZipFile(odd, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w><row><c/></row></w>")
    assert reason(odd) == DAMAGED


def test_a_sheet_where_no_sheet_lies_and_other_kinds_of_archives_are_refused(tmp_path: Path) -> None:
    assert reason(book(tmp_path / "a.xlsx", {}, {"xl/other.dat": b"<sheetData/>"})) == DAMAGED
    assert reason(book(tmp_path / "b.xlsx", {}, {"xl/workbook.bin": b"x"})) == NO_TABLE
    assert reason(book(tmp_path / "c.xlsx", {}, {"content.xml": b"x"})) == NO_TABLE


def test_a_broken_name_in_the_list_of_a_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {}, {"Ж": b"x"})
    path.write_bytes(path.read_bytes().replace("Ж".encode(), b"\xff\xff"))
    assert reason(path) == DAMAGED


def test_an_old_workbook_whose_cells_lie_far_apart_is_refused(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("a")
    for row in range(2):
        sheet.write(row, 0, "a")
        sheet.write(row, 1, 77)
    old.save(tmp_path / "a.xls")
    body = (tmp_path / "a.xls").read_bytes()
    cell = struct.pack("<HHHH", 0x027E, 10, 1, 1)
    assert body.count(cell) == 1
    (tmp_path / "a.xls").write_bytes(body.replace(cell, struct.pack("<HHHH", 0x027E, 10, 65_000, 65_000)))
    assert reason(tmp_path / "a.xls") == SPANS


def test_a_number_of_thousands_of_digits_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1, "b": ' + "1" * 200_000 + "}]", encoding="utf-8")
    assert reason(path) == "The JSON is broken at character {place}"


def test_half_a_character_and_a_zero_one_do_not_get_out_of_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"a\ud800": "\udfffx\0y", "b": {"c\0": ["\ud83d", 1]}}, {"b": 1}]), encoding="utf-8")
    with read(path) as sheet:
        assert list(sheet.lines())[:2] == [["a?", "b.c", "b"], ["?xy", "?; 1", ""]]


def test_a_cell_beyond_the_limit_behind_a_broken_quote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a;b\n1;"x"y' + "z" * (csv.field_size_limit() + 9) + "\n", encoding="utf-8")
    assert "quotation mark" in reason(path)


def test_a_profile_of_thousands_of_brackets_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("[" * 3000, encoding="utf-8")
    with pytest.raises(SourceError):
        load_profile(tmp_path / "a.yaml")
