"""Formats, and what is refused with which reason."""

import csv
import gzip
import json
import random
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from readings import SAMPLES, written

from dashboard.errors import SourceError
from datasources.tables import Limits, read
from datasources.tables.delimited import FORMULA

TABLE = "Номер;Дата;Тема\n1;06.01.2026;Снег, лёд\n2;07.01.2026;Свет\n"
ROWS = [["Номер", "Дата", "Тема"], ["1", "06.01.2026", "Снег, лёд"], ["2", "07.01.2026", "Свет"]]
SMALL = Limits(ratio_from_bytes=1 << 16, line_bytes=1 << 18, cells=100_000, columns=100)


def rows(path: Path) -> list[list[str]]:
    with read(path) as sheet:
        assert list(sheet.lines()) == list(sheet.lines()), "a sheet can be read again"
        return list(sheet.lines())


def reason(path: Path, limits: Limits = SMALL) -> str:
    with pytest.raises(SourceError) as refused:
        read(path, limits)
    return refused.value.template


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_any_delimiter_in_any_of_three_encodings_gives_the_same_cells(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(ROWS)
    assert rows(path) == ROWS


def test_a_gzip_is_read_like_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    assert rows(path) == ROWS


def test_a_packed_workbook_and_packed_json_lines_are_read(tmp_path: Path) -> None:
    book, lines = tmp_path / "a.xlsx.gz", tmp_path / "a.jsonl.gz"
    book.write_bytes(gzip.compress((SAMPLES / "pos/pos_25.xlsx").read_bytes()))
    lines.write_bytes(gzip.compress(b'{"a": "1", "b": 2}\n{"a": "3", "c": null}\n'))
    assert len(rows(book)) == 7
    assert rows(lines) == [["a", "b", "c"], ["1", "2", ""], ["3", "", ""]]


def test_the_temporary_file_of_a_gzip_is_gone_after_use(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    with read(path) as sheet:
        pass
    with pytest.raises(FileNotFoundError):
        list(sheet.lines())


def test_a_workbook_named_csv_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((SAMPLES / "pos/pos_25.xlsx").read_bytes())
    assert len(rows(path)) == 7


def test_xlsx_xls_and_csv_of_one_export_hold_the_same_rows() -> None:
    modern, text = rows(SAMPLES / "pos/pos_25.xlsx"), rows(SAMPLES / "pos/pos_cp1251.csv")
    assert modern == text
    older = rows(SAMPLES / "pos/pos_older.xls")[2:]
    kept = [modern[0].index(name) for name in older[0]]
    assert older == [[row[at] for at in kept] for row in modern]


def test_dates_and_numbers_of_a_workbook_become_plain_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["n", "d", "x", "b"])
        sheet.write_row(1, 0, [327441806, 46028, 1.5, True])
        sheet.write_number(1, 1, 46028, day)
    assert rows(tmp_path / "a.xlsx")[1] == ["327441806", "2026-01-06", "1.5", "true"]


def test_merged_cells_all_say_what_the_first_says(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "No")
        sheet.merge_range(0, 1, 0, 2, "Dates")
        sheet.write_row(1, 1, ["in", "out"])
        sheet.merge_range(2, 1, 3, 1, "06.01.2026")
        sheet.write(2, 0, "1")
        sheet.write(3, 0, "2")
    assert rows(tmp_path / "a.xlsx") == [
        ["No", "Dates", "Dates"],
        ["No", "in", "out"],
        ["1", "06.01.2026", ""],
        ["2", "06.01.2026", ""],
    ]


def test_an_empty_first_sheet_and_a_hidden_one_are_passed_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Пусто").activate()
        hidden = book.add_worksheet("Скрыто")
        hidden.write_row(0, 0, ["x", "y"])
        hidden.hide()
        sheet = book.add_worksheet("Sheet0")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["1", "2"])
    with read(tmp_path / "a.xlsx") as found:
        assert (found.name, found.count) == ("Sheet0", 2)


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1, "b": {"c": "x"}}, {"a": 2, "b": {"c": "y"}}]',
        '{"page": 1, "items": [{"a": 1, "b": {"c": "x"}}, {"a": 2, "b": {"c": "y"}}], "tags": [1, 2]}',
        '{"a": 1, "b": {"c": "x"}}\n\n{"a": 2, "b": {"c": "y"}}\n',
    ],
)
def test_a_list_an_object_with_a_list_and_lines_of_json_are_one_table(tmp_path: Path, text: str) -> None:
    assert rows(written(tmp_path, text, "a.json")) == [["a", "b.c"], ["1", "x"], ["2", "y"]]


def test_lists_of_objects_inside_an_element_are_left_out(tmp_path: Path) -> None:
    text = '[{"a": "1", "photos": [{"url": "u"}], "tags": ["x", "y"]}]'
    assert rows(written(tmp_path, text, "a.json")) == [["a", "tags"], ["1", "x; y"]]


@given(
    st.lists(st.dictionaries(st.text(min_size=1).filter(str.strip), st.none() | st.text() | st.integers(), min_size=2),
             min_size=1),
    st.integers(0, 4),
)
def test_json_is_read_the_same_however_it_is_printed(
    tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, object]], indent: int
) -> None:
    folder = tmp_path_factory.mktemp("json")
    plain = written(folder, json.dumps(told), "a.json")
    pretty = written(folder, json.dumps({"list": told}, indent=indent, ensure_ascii=True), "b.json")
    assert rows(plain) == rows(pretty)


def test_a_json_list_longer_than_the_window_is_read_whole(tmp_path: Path) -> None:
    told = [{"a": str(n), "b": "x" * 50} for n in range(5000)]
    assert rows(written(tmp_path, json.dumps(told), "a.json"))[-1] == ["4999", "x" * 50]


BROKEN = {
    "nothing": (b"", "The file is empty"),
    "only spaces": (b" \n\n ", "The file is empty"),
    "only a header": (b"a;b;c\n", "There is only a header and not one row below it"),
    "prose": ("Просто письмо.\nБез таблицы.\n".encode(), "No header found in the first {rows} rows"),
    "a PNG named .csv": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "This is not a table but a {kind} file, whatever its name says",
    ),
    "a PDF named .csv": (b"%PDF-1.7\n", "This is not a table but a {kind} file, whatever its name says"),
    "a web page": (
        b"<!DOCTYPE html><table><tr><td>1</td></tr></table>",
        "This is not a table but a {kind} file, whatever its name says",
    ),
    "binary": (b"a;b\n1;\0\n", "This is not a text: it holds zero bytes (at {place})"),
    "UTF-16": ("a;б\n1;2\n".encode("utf-16"), "The text is in UTF-16: save it as UTF-8 or Windows-1251"),
    "half UTF-8": (
        TABLE.encode() + b"3;\xd0;x\n",
        "The text is damaged: it begins as UTF-8 and stops being so at byte {place}",
    ),
    "cut UTF-8": (TABLE.encode()[:-2], "The text is damaged: it begins as UTF-8 and stops being so at byte {place}"),
    "a formula": (
        b'a;b\n1;=HYPERLINK("http://x";"y")\n',
        "Row {row}, column {column} holds a formula: save the values only",
    ),
    "a sum": (b"a;b\n1;=A1+B2\n", "Row {row}, column {column} holds a formula: save the values only"),
    "a command": (
        b"a;b\n1;\"=cmd|' /C calc'!A0\"\n",
        "Row {row}, column {column} holds a formula: save the values only",
    ),
    "an open quote": (
        b'a;b\n1;"x\n2;y\n',
        "Row {row} breaks the table: a quotation mark is open or stands in a wrong place",
    ),
    "an endless cell": (
        b'a;b\n1;"' + b"x;y\n" * 40_000,
        "A cell of row {row} is longer than {limit} characters: look for an open quotation mark",
    ),
    "an endless line": (
        b"a;b\n" + b"x" * (1 << 19),
        "A line is longer than {limit} bytes: the file is damaged or is no table",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    content, expected = BROKEN[name]
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert reason(path) == expected


@pytest.mark.parametrize("codec", ["koi8-r", "cp866", "iso8859_5"])
def test_other_russian_encodings_are_refused_and_not_misread(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("Номер;Тема\n" + "1;Нет отопления в подъезде\n" * 5).encode(codec))
    assert reason(path).startswith("The letters are neither UTF-8 nor Windows-1251")


def test_western_letters_are_not_taken_for_russian_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("No;Topic\n" + "1;Café fermé très tôt\n" * 5).encode("latin-1"))
    assert reason(path).startswith("The letters are neither UTF-8 nor Windows-1251")


def test_text_that_only_looks_like_a_formula_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, 'a;b\n="007";== важно ==\n-;+7 921\n')
    assert rows(path)[1:] == [['="007"', "== важно =="], ["-", "+7 921"]]


@pytest.mark.parametrize(
    "cell", ["=1+1", "=SUM(A1:A2)", "=СУММ(A1)", "= A1", "=-(2)", '="a"&"b"', "=[b.xlsx]S!A1", "=@x.y()"]
)
def test_what_a_spreadsheet_would_compute_is_a_formula(cell: str) -> None:
    assert FORMULA.match(cell)


def test_a_truncated_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    whole = gzip.compress(b"".join(b"%d;%d\n" % (n, n * n) for n in range(9999)))
    for cut in (12, len(whole) // 2, len(whole) - 3):
        path.write_bytes(whole[:cut])
        assert reason(path) == "The archive is cut off: copy or download it again"


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(b"".join(b"%d;%d\n" % (n, n * n) for n in range(9999))))
    whole[-6] ^= 1
    path = tmp_path / "a.csv.gz"
    path.write_bytes(whole)
    assert reason(path) == "The archive is damaged: copy or download it again"


def test_bombs_are_refused_before_they_fill_the_disk(tmp_path: Path) -> None:
    packed, book = tmp_path / "a.csv.gz", tmp_path / "a.xlsx"
    packed.write_bytes(gzip.compress(b"a;b\n" + b"1;1\n" * 5_000_000))
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 20_000_000)
    for path in (packed, book):
        assert reason(path) == "The archive unpacks to more than {ratio} times its size: it looks like a bomb"
    packed.write_bytes(gzip.compress(gzip.compress(b"a;b\n")))
    assert reason(packed) == "The archive holds another archive: unpack it once"


def test_two_far_apart_cells_do_not_ask_for_all_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_000_000, 60, "b")
    assert reason(tmp_path / "a.xlsx") == "The sheet spans {rows} × {columns} cells: save it as CSV"


def test_formulas_of_workbooks_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", value=2)
    old = xlwt.Workbook()
    page = old.add_sheet("S")
    page.write(0, 0, "a")
    page.write(1, 0, xlwt.Formula("1+1"))
    old.save(str(tmp_path / "a.xls"))
    for name in ("a.xlsx", "a.xls"):
        assert reason(tmp_path / name) == "The sheet {sheet} holds formulas: save the values only"


@pytest.mark.parametrize("name", ["pos/pos_25.xlsx", "pos/pos_older.xls"])
def test_a_cut_workbook_is_refused_wherever_it_is_cut(tmp_path: Path, name: str) -> None:
    whole = (SAMPLES / name).read_bytes()
    for share in (0.1, 0.5, 0.9):
        path = tmp_path / "cut"
        path.write_bytes(whole[: int(len(whole) * share)])
        assert "The workbook is" in reason(path)


def test_a_workbook_with_any_bytes_changed_is_read_or_refused_and_never_worse(tmp_path: Path) -> None:
    dice = random.Random(7)
    for name in ("pos/pos_25.xlsx", "pos/pos_older.xls"):
        whole = (SAMPLES / name).read_bytes()
        outcomes: set[str | bool] = set()
        for _ in range(60):
            spoilt = bytearray(whole)
            for _ in range(8):
                spoilt[dice.randrange(8, len(spoilt))] = dice.randrange(256)
            path = tmp_path / "spoilt"
            path.write_bytes(spoilt)
            try:
                with read(path, SMALL) as sheet:
                    outcomes.add(bool(list(sheet.lines())))
            except SourceError as refused:
                outcomes.add(refused.template)
        assert any(isinstance(o, str) for o in outcomes)


def test_a_zip_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert reason(tmp_path / "a.xlsx").startswith("This is not a table")


def test_a_locked_workbook_is_refused(tmp_path: Path) -> None:
    whole = bytearray((SAMPLES / "pos/pos_older.xls").read_bytes())
    start = 512
    assert whole[start : start + 2] == b"\x09\x08"
    struct.pack_into("<H", whole, start + 4 + struct.unpack_from("<H", whole, start + 2)[0], 0x002F)
    path = tmp_path / "a.xls"
    path.write_bytes(whole)
    assert reason(path) == "The workbook is locked by a password: save it without one"


@pytest.mark.parametrize("text", ['[{"a": 1, "b": 2}', '{"x": [{"a": 1, "b": 2}, {"a"', "["])
def test_cut_json_is_refused(tmp_path: Path, text: str) -> None:
    assert reason(written(tmp_path, text, "a.json")) in (
        "The file is cut off: copy or download it again",
        "The JSON is broken at character {place}",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2]", "Row {row} is no JSON object"),
        ("[]", "The file is empty"),
        ('{"a": [{"b": 1}], "c": [{"d": 2}]}', "The JSON holds more than one list of objects"),
        ('[{"a": 1, "b": 2}] x', "The JSON is broken at character {place}"),
        (
            '[{"a": "' + "x" * (1 << 19) + '"}]',
            "An element of the JSON is longer than {limit} characters, or it is broken",
        ),
        ("[" * 100_000, "The JSON is broken at character {place}"),
    ],
)
def test_json_that_is_no_table_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert reason(written(tmp_path, text, "a.json")) == expected


def test_a_broken_line_of_json_lines_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Row 2"):
        read(written(tmp_path, '{"a": 1, "b": 1}\n{"a": \n', "a.jsonl"))


def test_a_file_that_is_not_there_is_a_reason_and_not_a_crash(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.csv") == "The file cannot be opened: look at the rights to it"
