"""Snapshots on paper and in sheets: numbers and words extracted back from the files."""

import csv
import io
import re
import time
import zipfile
from datetime import date

import pypdf
import pytest
from exports.snapshots import FORMULA, HEATING, ROADS, SECRETS, WEEK, snapshot_room
from PIL import Image
from python_calamine import CalamineWorkbook

from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.exports.report import TABLES, TOTALS

NBSP = "\N{NO-BREAK SPACE}"
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"MAX", "cmd", "calc", "SUM"}
"""Proper names, and what the planted formula says."""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return snapshot_room(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def board(room):
    return room.house.boards.board(WEEK, View(room.house.now()), windows=False)


@pytest.fixture(scope="module")
def pdf(room):
    return pypdf.PdfReader(io.BytesIO(room.export("pdf", "received", WEEK, View())))


@pytest.fixture(scope="module")
def text(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages).replace(NBSP, " ")


@pytest.fixture(scope="module")
def book(room):
    return CalamineWorkbook.from_filelike(io.BytesIO(room.export("xlsx", "received", WEEK, View())))


def summary(book):
    return {row[0]: row[1] for row in book.get_sheet_by_index(0).to_python() if len(row) > 1 and row[1] != ""}


def test_the_head_of_the_snapshot_names_the_town_the_period_and_the_moment(text):
    assert "ЗАТО город Заозерск" in text
    assert "сб 14.11.2026 – пт 20.11.2026" in text
    assert "По состоянию на 23.11.2026 12:30" in text


def test_the_big_numbers_of_the_page_are_the_boards(text, room, board):
    lines = text.splitlines()
    for key in ("open", "overdue_open", "due_today", "received", "closed"):
        at = lines.index(room.words(MEASURES[key].title))
        assert re.match(r"\d+", lines[at + 1])[0] == str(board.metrics[key][0].n), key


def test_the_shares_of_the_page_are_the_boards(text, room, board):
    for key in ("on_time", "on_time_with_deadline"):
        share = board.metrics[key][0]
        assert f"{room.words.percent(share.value)}\n{share.n} из {share.of}".replace(NBSP, " ") in text


def test_every_table_sums_to_the_boards_totals(text, room, board):
    whole = [line for line in text.splitlines() if line.startswith("всего ")]
    shown = [measures for by, measures in TABLES if by != "street"]
    said = [" ".join(room.words.number(board.metrics[m][0].n) for m in measures) for measures in shown]
    assert sorted(whole) == sorted(f"всего {numbers}" for numbers in said)


def test_growth_is_told_with_the_counts_that_the_desk_says(text):
    assert f"Рост в блоках: ЖКХ ({HEATING + 1}), Дороги ({ROADS})." in text


def test_the_sentences_tell_what_was_counted(text):
    assert f"зафиксировано {HEATING + ROADS + 1} сообщения (+300 % к предыдущему)" in text
    assert "решено 5, разъяснено 0" in text


def test_demonstration_and_scheme_are_said_on_the_page_and_the_demonstration_on_every_page(pdf, text):
    assert all("ДЕМО" in page.extract_text() for page in pdf.pages)
    assert "схема" in text


def test_a_real_town_is_not_called_a_demonstration(tmp_path):
    real = snapshot_room(tmp_path, demo=False)
    found = pypdf.PdfReader(io.BytesIO(real.export("pdf", "received", WEEK, View())))
    assert not any("ДЕМО" in page.extract_text() for page in found.pages)


def test_every_page_says_which_it_is_of_how_many(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        assert f"стр. {number} из {len(pdf.pages)}" in page.extract_text().replace(NBSP, " ")


def test_a_heap_is_called_out_on_the_map_with_its_street(room, text):
    heap = room.clusters(WEEK, View())[0]
    assert f"{heap.n} · Отопление" in text
    assert "обычно нет, с " in text


def test_the_letters_are_the_shipped_ones_and_lie_in_the_file(pdf):
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "Noto-Sans" in font["/BaseFont"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_page_is_a4(pdf):
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_the_same_snapshot_twice_is_the_same_file(room):
    assert room.export("pdf", "received", WEEK, View()) == room.export("pdf", "received", WEEK, View())


def test_the_second_clock_is_told(room):
    then = room.house.now()
    found = pypdf.PdfReader(io.BytesIO(room.export("pdf", "received", WEEK, View(then, then))))
    assert "по сведениям на 23.11.2026 12:30" in found.pages[0].extract_text().replace(NBSP, " ")


def test_a_narrowed_scope_is_said_in_words(room):
    narrow = WEEK.within("block", "roads").within("department", "")
    found = pypdf.PdfReader(io.BytesIO(room.export("pdf", "received", narrow, View())))
    said = found.pages[0].extract_text().replace(NBSP, " ")
    assert "Отраслевой блок: Дороги" in said and "Исполнитель: не указано" in said


@pytest.mark.parametrize("scope", [Scope(), Scope(date(2030, 1, 1), date(2030, 1, 7)), Scope(WEEK.since)])
def test_any_scope_makes_a_file_even_an_empty_one(room, scope):
    for key in ("pdf", "xlsx", "csv"):
        assert room.export(key, "received", scope, View())


def test_the_sheet_of_figures_is_the_boards(book, room, board):
    found = summary(book)
    for key in TOTALS:
        assert found[room.words(MEASURES[key].title)] == board.metrics[key][0].n, key


@pytest.mark.parametrize("index, by, measures", [(n, *table) for n, table in enumerate(TABLES, start=1)])
def test_a_sheet_by_dimension_has_every_member_and_the_boards_counts(book, room, index, by, measures):
    title = room.house.vocabularies().title
    rows = {row[0]: row[1:] for row in book.get_sheet_by_index(index).to_python(skip_empty_area=False)[1:]}
    for column, measure in enumerate(measures):
        counted = room.count(measure, WEEK, View(room.house.now()), by)
        assert {title(by, m) or "не указано": n for m, n in counted.items()} == {
            name: numbers[column] for name, numbers in rows.items() if numbers[column]}


def test_a_share_in_the_workbook_is_exact_and_shown_in_per_cent(room, book, board):
    share = board.metrics["on_time"][0]
    assert summary(book)[room.words(room.house.metrics["on_time"].title)] == pytest.approx(share.value / 100, 1e-12)
    with zipfile.ZipFile(io.BytesIO(room.export("xlsx", "received", WEEK, View()))) as packed:
        assert '"0.0%"' in packed.read("xl/styles.xml").decode()


def test_a_scope_of_one_block_shows_topics_and_streets_instead(room):
    one = room.export("pdf", "received", WEEK.within("block", "housing"), View())
    said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(one)).pages)
    assert "По блокам" not in said and "По улицам" in said


def test_the_list_has_exactly_the_rows_counted_with_days_as_days(book, room):
    rows = book.get_sheet_by_name("Список").to_python()
    assert len(rows) - 1 == room.count("received", WEEK, View())[""] == HEATING + ROADS + 1
    received = rows[0].index("Поступило")
    assert {cell.date().month for cell in (row[received] for row in rows[1:])} == {11}


def test_a_formula_of_a_stranger_stays_text(room, book):
    rows = book.get_sheet_by_name("Список").to_python()
    assert any(FORMULA in row for row in rows)
    lines = list(csv.reader(io.StringIO(room.export("csv", "received", WEEK, View()).decode("utf-8-sig")),
                            delimiter=";"))
    cells = [cell for line in lines for cell in line]
    assert f"'{FORMULA}" in cells and "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_no_sheet_holds_a_formula_at_all(room):
    with zipfile.ZipFile(io.BytesIO(room.export("xlsx", "received", WEEK, View()))) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if "worksheets/" in name]
    assert len(sheets) == 7 and not any("<f>" in sheet for sheet in sheets)


def test_the_csv_opens_in_a_russian_spreadsheet(room):
    packed = room.export("csv", "overdue_open", WEEK, View())
    lines = list(csv.reader(io.StringIO(packed.decode("utf-8-sig")), delimiter=";"))
    assert packed.startswith(b"\xef\xbb\xbf")
    assert lines[0][:3] == ["Источник", "Номер", "Вопрос №"]
    assert len(lines) - 1 == room.count("overdue_open", WEEK, View())[""]


def test_the_matrix_of_terms_as_a_file_sums_up_to_its_totals(room):
    packed = room.export("matrix.csv", "received", WEEK, View()).decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(packed), delimiter=";")
    cells, totals = [line for line in lines if line[1] != "Всего"], [line for line in lines if line[1] == "Всего"]
    *rows, whole = totals
    for place, measure in ((2, "on_time_with_deadline"), (3, "with_deadline"), (4, "late_with_deadline")):
        told = [sum(int(line[place]) for line in part) for part in (cells, rows, [whole])]
        assert told == [room.count(measure, WEEK, View())[""]] * 3


def test_a_list_tells_both_clocks(room):
    packed = room.export("csv", "overdue_open", WEEK, View()).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(packed), delimiter=";"))
    assert lines and all(int(line["Дней просрочки"]) >= 0 and not line["Дней до срока"] for line in lines)
    assert all(float(line["Дней ждёт человек"].replace(",", ".")) > 0 for line in lines)


def test_no_english_word_stands_in_the_page_or_the_workbook(room, text, book):
    cells = [str(cell) for index in range(6) for row in book.get_sheet_by_index(index).to_python() for cell in row]
    heads = [str(cell) for cell in book.get_sheet_by_name("Список").to_python()[0]]
    said = [text, *cells, *heads, *book.sheet_names]
    assert {word for part in said for word in LATIN.findall(part)} - NAMES == set()


def test_no_export_holds_a_text_a_name_a_phone_or_a_flat(room, text, book):
    cells = " ".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
                     for cell in row)
    listed = room.export("csv", "received", WEEK, View()).decode("utf-8-sig")
    assert [secret for secret in SECRETS for part in (text, cells, listed) if secret in part] == []


def test_the_picture_is_one_page_in_its_proportions(room):
    with Image.open(io.BytesIO(room.export("png", "received", WEEK, View()))) as picture:
        picture.verify()
        width, height = picture.size
    assert (width, round(height / width, 2)) == (1191, 1.41)


@pytest.mark.parametrize("key", ["pdf", "png", "xlsx", "csv"])
def test_an_export_takes_two_seconds_of_work_at_most_once_its_library_is_loaded(room, key):
    room.export(key, "received", WEEK, View())
    took = []
    for _ in range(3):
        start = time.process_time()
        room.export(key, "received", WEEK, View())
        took.append(time.process_time() - start)
    assert min(took) <= 2.0


def test_an_unknown_format_is_refused_with_the_known_ones(room):
    with pytest.raises(UsageError, match=r"csv, matrix\.csv, pdf, png, xlsx"):
        room.export("docx", "received", WEEK, View())
