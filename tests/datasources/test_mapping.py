"""From rows to records: what is understood, what is rejected, what is asked back."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from readings import NOW, SAMPLES, TOWN, made, told, written

from dashboard.domain.appeals import Outcome, Status
from dashboard.domain.fields import BY_KEY
from dashboard.domain.moments import Moment
from dashboard.errors import SourceError
from datasources import mapping
from datasources.guess import guess
from datasources.mapping import translate
from datasources.profile import PRIVATE, Profile
from datasources.shelf import load_profile, load_profiles, shipped_profiles
from datasources.tables import read

HEAD = "No;Date;X\n"


def facts_of(folder: Path, cell: str, field: str, **column: object) -> dict[str, object]:
    profile = made(columns={field: {"headers": "X", **column}})
    _, records = told(written(folder, f"{HEAD}1;06.01.2026;{cell}\n"), profile)
    return dict(records[0].facts)


def test_the_25_columns_of_pos_are_understood() -> None:
    translation, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    assert translation.binding.ignored == () and translation.rejected == ()
    first = records[0]
    assert (first.external_id, first.row) == ("327441801", 2)
    assert first.facts == {
        "channel": "pos",
        "law": "pos",
        "lane": "fast",
        "topic": "heating",
        "block": "housing",
        "department": "Теплоснабжение",
        "status": "closed",
        "outcome": "resolved",
        "source_overdue": False,
        "repeated": False,
        "rating": 5,
        "received": Moment(date(2026, 1, 6)),
        "due": Moment(date(2026, 1, 16)),
        "closed": Moment(date(2026, 1, 7)),
        "first_response": Moment(date(2026, 1, 7)),
        "rated": Moment(date(2026, 1, 7)),
    }


def test_officials_names_go_to_the_vault_and_nowhere_else() -> None:
    translation, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    for record in records:
        assert set(record.private) == {"staff"} and "Щукин Лев Егорович" in record.private["staff"]
        assert "Щукин" not in str(record.facts)
    assert "Щукин" not in str(translation.rejected)


def test_csv_in_cp1251_xlsx_and_the_older_xls_tell_the_same() -> None:
    modern, text, older = (
        told(SAMPLES / f"pos/{name}", "pos")[1] for name in ("pos_25.xlsx", "pos_cp1251.csv", "pos_older.xls")
    )
    assert [r.facts for r in modern] == [r.facts for r in text]
    lawless = [{k: v for k, v in r.facts.items() if k != "law"} for r in modern]
    assert [{k: v for k, v in r.facts.items() if k != "law"} for r in older] == lawless
    assert older[0].row == 4, "two title rows stand above the header"


def test_the_most_exact_known_word_gives_the_topic_and_its_block() -> None:
    _, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    topics = [(r.facts["topic"], r.facts["block"]) for r in records]
    assert topics[2] == ("entrance", "housing"), "the fact is unknown, its subcategory is not"
    assert topics[3] == ("light", "yards")
    assert topics[4] == ("Прочее", None), "an unknown topic stands for itself and has no block"


def test_a_topic_below_a_topic_has_the_block_of_the_uppermost(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "Батареи", "topic")["block"] == "housing"


def test_unknown_words_are_counted_and_none_is_lost() -> None:
    translation, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    unknown = {(u.field, u.value): u.rows for u in translation.unknown}
    assert unknown[("status", "Ждёт чуда")] == 1 and unknown[("department", "ООО «Кто-то новый»")] == 1
    assert records[4].facts["status"] == "Ждёт чуда" and records[4].facts["outcome"] is None
    assert ("topic", "Неведомый факт") not in unknown, "its subcategory is known: no need to ask"


def test_a_status_may_imply_the_outcome_and_only_a_closed_question_has_one() -> None:
    _, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    assert [(r.facts["status"], r.facts["outcome"]) for r in records] == [
        ("closed", "resolved"),
        ("closed", "explained"),
        ("in_work", None),
        ("closed", "refused"),
        ("Ждёт чуда", None),
        ("forwarded", "forwarded"),
    ]


def test_the_59_fz_mark_the_overdue_mark_and_the_repeat_mark_are_read() -> None:
    _, records = told(SAMPLES / "pos/pos_25.xlsx", "pos")
    assert [r.facts["law"] for r in records] == ["pos", "pos", "59-fz", "pos", "pos", "pos"]
    assert [r.facts["source_overdue"] for r in records] == [False, True, False, False, False, False]
    assert [r.facts["repeated"] for r in records] == [False, True, False, False, False, False]
    assert [r.facts["lane"] for r in records] == ["fast", "fast", None, "fast", "fast", "fast"]


def test_boston_is_read_in_its_own_zone_and_its_default_point_is_no_place() -> None:
    _, (street, nowhere, crossing) = told(SAMPLES / "boston_311/cases.csv.gz", "boston_311")
    assert street.facts["received"] == Moment(date(2015, 1, 1), datetime(2015, 1, 1, 13, 25, 52, tzinfo=UTC))
    assert (street.facts["place"], street.facts["street"], street.facts["house"]) == (
        "exact",
        "Nowhere St",
        "Nowhere St, 50",
    )
    assert [nowhere.facts[f] for f in ("place", "lat", "lon", "street", "due", "closed")] == ["default"] + [None] * 5
    assert nowhere.facts["received"] == Moment(date(2015, 7, 2), datetime(2015, 7, 2, 3, 59, 59, tzinfo=UTC))
    assert crossing.facts["street"] == "Any Rd" and crossing.facts["place"] == "exact", "the next point is a real place"
    assert crossing.facts["closed"] < crossing.facts["received"], "closed before it was opened: kept as told"  # type: ignore[operator]


def test_open311_keeps_texts_apart_and_drops_names() -> None:
    translation, (parked, hole) = told(
        SAMPLES / "open311/requests.json", "open311", TOWN._replace(now=datetime(2026, 4, 1, tzinfo=UTC))
    )
    assert parked.facts["closed"] is None, "the last update of an open request closes nothing"
    assert hole.facts["closed"] == Moment(date(2026, 3, 11), datetime(2026, 3, 11, 2, 29, 1, tzinfo=UTC))
    assert (parked.facts["topic"], hole.facts["department"], hole.facts["place"]) == (
        "Illegal Parking",
        "Public Works",
        None,
    )
    assert parked.private["text"] == "A truck stands here, call 555-0100"
    assert not any(
        word in str([parked, hole, translation.unknown]) for word in ("Invented", "5550100", "ima@", "1.jpg")
    )


def test_rows_that_cannot_be_taken_are_rejected_with_their_reason(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD + "1;06.01.2026;a\n2;вчера;b\n;07.01.2026;c\n4;-;d\n5;06.01.2027;e\n6;07.01.2026\n1,5E+11;07.01.2026;f\n",
    )
    translation, records = told(path, made())
    assert [r.external_id for r in records] == ["1"] and translation.total == 1
    assert {r.row: r.reason for r in translation.rejected} == {
        3: "The date in {column} cannot be read: {value}",
        4: "The row has no number",
        5: "The row has no date of receipt",
        6: "The date lies in the future: {value}",
        7: "The row has {cells} cells, the header has {width}",
        8: "A spreadsheet has shortened the number: {number}",
    }
    bad = translation.rejected[0]
    assert bad.values == {"column": "Date", "value": "вчера"} and bad.cells == {"No": "2", "Date": "вчера"}


def test_a_file_longer_than_what_the_check_keeps_is_told_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, HEAD + "".join(f"{n};01.01.2026;x\n" for n in (1, 2, 3, 2, 5, 1, 7)))
    whole = [r.external_id for r in told(path, made())[1]]
    monkeypatch.setattr(mapping, "KEPT", 3)
    assert [r.external_id for r in told(path, made())[1]] == whole == ["3", "2", "5", "1", "7"]


@pytest.mark.parametrize(("day", "taken"), [("01.02.2026", True), ("02.02.2026", False)])
def test_a_day_that_has_not_begun_is_the_future(tmp_path: Path, day: str, taken: bool) -> None:
    assert NOW.date() == date(2026, 2, 1)
    translation, _ = told(written(tmp_path, f"{HEAD}1;{day};x\n2;01.01.2026;x\n"), made())
    assert translation.total == 1 + taken


def test_of_a_number_that_stands_twice_the_last_row_is_taken_and_the_first_reported(tmp_path: Path) -> None:
    profile = made(columns={"law": "X"}, words={"law": {"mode": "open"}})
    translation, records = told(
        written(tmp_path, HEAD + "1;06.01.2026;a\n2;06.01.2026;b\n1;06.01.2026;c\n1;06.01.2026;d\n"), profile
    )
    assert [(r.external_id, r.facts["law"]) for r in records] == [("2", "b"), ("1", "d")] and translation.total == 2
    assert [(r.row, r.values["row"]) for r in translation.rejected] == [(2, "4"), (4, "5")]


def test_questions_of_one_appeal_are_not_repetitions(tmp_path: Path) -> None:
    _, records = told(written(tmp_path, HEAD + "1;06.01.2026;1\n1;06.01.2026;2\n"), made(columns={"question": "X"}))
    assert [(r.external_id, r.question) for r in records] == [("1", "1"), ("1", "2")]


def test_a_missing_number_is_made_of_stable_fields_and_stays_the_same(tmp_path: Path) -> None:
    profile = made(columns={"text": "X"}, key_from=["received", "text"])
    first = told(written(tmp_path, HEAD + ";06.01.2026;Яма\n;06.01.2026;Лёд\n7;06.01.2026;Свет\n"), profile)[1]
    again = told(written(tmp_path, HEAD + "7;06.01.2026;Свет\n;06.01.2026;лёд \n"), profile)[1]
    assert len({r.external_id for r in first}) == 3 and again[1].external_id == first[1].external_id


def test_the_filled_one_of_repeated_headers_speaks(tmp_path: Path) -> None:
    text = "No;Date;No;Date;X\n;;1;06.01.2026;a\n2;07.01.2026;;;b\n3;08.01.2026;9;09.01.2026;c\n"
    _, records = told(written(tmp_path, text), made())
    assert [(r.external_id, r.facts["received"].on.day) for r in records] == [("1", 6), ("2", 7), ("3", 8)]  # type: ignore[union-attr]


def test_blank_rows_and_a_header_repeated_on_every_page_are_no_rows(tmp_path: Path) -> None:
    translation, _ = told(written(tmp_path, HEAD + "1;06.01.2026;a\n;;\n\n" + HEAD + "2;06.01.2026;b\n"), made())
    assert translation.total == 2 and not translation.rejected


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        told(written(tmp_path, "Номер;Статус\n1;x\n"), "pos")
    assert "Дата поступления" in str(refused.value.values["columns"])


def test_an_absent_column_tells_nothing_and_an_empty_cell_tells_nothing_is_there(tmp_path: Path) -> None:
    profile = made(columns={"closed": "X", "rating": "Y"})
    _, records = told(written(tmp_path, HEAD + "1;06.01.2026;-\n"), profile)
    assert records[0].facts["closed"] is None and "rating" not in records[0].facts


@pytest.mark.parametrize(
    ("cell", "meant"), [("Да", True), ("ДА ", True), ("нет", False), ("-", None), ("", None), ("может", None)]
)
def test_a_flag_is_yes_no_or_nothing(tmp_path: Path, cell: str, meant: bool | None) -> None:
    profile = made(columns={"source_overdue": "X"}, yes=["Да"], no=["Нет"])
    translation, records = told(written(tmp_path, f"{HEAD}1;06.01.2026;{cell}\n"), profile)
    assert records[0].facts["source_overdue"] is meant
    assert bool(translation.unknown) is (cell == "может")


@pytest.mark.parametrize(
    ("cell", "meant", "asked"),
    [("5", 5, False), ("0", None, True), ("6", None, True), ("хорошо", None, True), ("-", None, False)],
)
def test_a_rating_is_one_to_five(tmp_path: Path, cell: str, meant: int | None, asked: bool) -> None:
    translation, records = told(written(tmp_path, f"{HEAD}1;06.01.2026;{cell}\n"), made(columns={"rating": "X"}))
    assert records[0].facts["rating"] == meant and bool(translation.unknown) is asked


@pytest.mark.parametrize(
    ("lat", "lon", "place"),
    [
        ("69,4", "32,45", "exact"),
        ("0", "0", None),
        ("91", "10", None),
        ("nan", "1", None),
        ("x", "y", None),
        ("", "32", None),
        ("42.35941", "-71.05869", "default"),
    ],
)
def test_coordinates_that_mean_nothing_are_no_place(tmp_path: Path, lat: str, lon: str, place: str | None) -> None:
    profile = made(columns={"lat": "A", "lon": "B"}, default_points=[[42.3594, -71.0587]])
    _, records = told(written(tmp_path, f"No;Date;A;B\n1;06.01.2026;{lat};{lon}\n"), profile)
    assert records[0].facts["place"] == place and (records[0].facts["lat"] is None) is (place != "exact")


def test_an_address_goes_to_the_vault_and_leaves_a_street_outside(tmp_path: Path) -> None:
    profile = made(columns={"address": "X"}, addresses="ru")
    _, (good, vague) = told(
        written(tmp_path, HEAD + "1;06.01.2026;ул. Мира, д. 5, кв. 3\n2;06.01.2026;Россия, Мурманская область\n"),
        profile,
    )
    assert (good.facts["place"], good.facts["house"]) == ("street", "ул. Мира, 5") and "кв" not in str(good.facts)
    assert good.private == {"address": "ул. Мира, д. 5, кв. 3"}
    assert (vague.facts["place"], vague.facts["street"]) == (None, None)


def test_a_deadline_of_the_file_is_left_alone_where_rules_decide(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "1;06.01.2026;16.01.2026\n")
    assert told(path, made(columns={"due": "X"}))[1][0].facts["due"] == Moment(date(2026, 1, 16))
    assert "due" not in told(path, made(columns={"due": "X"}, due="rules"))[1][0].facts


def test_open_words_are_members_as_they_are_and_queued_ones_are_looked_up(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "ТСО", "department")["department"] == "Теплоснабжение"
    path = written(tmp_path, HEAD + "1;06.01.2026;ТСО\n")
    profile = made(columns={"department": "X"}, words={"department": {"mode": "open"}})
    translation, records = told(path, profile)
    assert records[0].facts["department"] == "ТСО" and not translation.unknown


def test_a_status_word_with_a_stroke_is_not_taken_apart(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "ждём/думаем", "status")["status"] == "ждём/думаем"


def test_numbers_of_a_workbook_are_the_numbers_of_its_csv(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["No", "Date", "X"])
        sheet.write_row(1, 0, [327441806, 46028, "a"])
    text = told(written(tmp_path, HEAD + "327441806;06.01.2026;a\n"), made())[1]
    book_records = told(tmp_path / "a.xlsx", made())[1]
    assert [(r.external_id, r.facts) for r in book_records] == [(r.external_id, r.facts) for r in text]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", "", "x"]),
            st.sampled_from(["06.01.2026", "-", "never", "01.01.2031"]),
            st.text('ab;"\n', max_size=4),
        )
    )
)
def test_every_row_is_either_a_record_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    lines = "".join(f'{a};{b};"{c.replace(chr(34), chr(34) * 2)}"\n' for a, b, c in [("9", "06.01.2026", "z"), *rows])
    translation, records = told(written(tmp_path_factory.mktemp("rows"), HEAD + lines), made(columns={"text": "X"}))
    assert len(records) == translation.total
    assert translation.total + len(translation.rejected) == len(rows) + 1
    assert not {r.row for r in records} & {r.row for r in translation.rejected}


def test_a_file_of_rubbish_keeps_reasons_but_not_all_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress((HEAD + "1;06.01.2026;a\n" + "2;never;b\n" * 10_100).encode()))
    translation, _ = told(path, made())
    assert len(translation.rejected) == 10_100
    assert translation.rejected[0].cells and not translation.rejected[-1].cells


@pytest.mark.parametrize(
    "sample",
    ["pos/pos_25.xlsx", "pos/pos_older.xls", "pos/pos_cp1251.csv", "boston_311/cases.csv.gz", "open311/requests.json"],
)
def test_every_sample_is_recognised_by_its_header(sample: str) -> None:
    with read(SAMPLES / sample) as sheet:
        best = guess(sheet, list(shipped_profiles().values()))
    assert best[0].profile.key == sample.split("/", maxsplit=1)[0] and len(best) == 1


def test_a_foreign_header_is_recognised_by_nobody(tmp_path: Path) -> None:
    with read(written(tmp_path, "Артикул;Цена\n1;2\n")) as sheet:
        assert guess(sheet, list(shipped_profiles().values())) == []


@pytest.mark.parametrize("profile", shipped_profiles().values(), ids=lambda p: p.key)
def test_shipped_profiles_tell_only_known_fields_of_the_right_kind(profile: Profile) -> None:
    samples = sorted((SAMPLES / profile.key).iterdir())
    assert samples
    for sample in samples:
        for record in told(sample, profile, TOWN._replace(now=datetime(2026, 11, 1, tzinfo=UTC)))[1]:
            assert record.facts.keys() <= BY_KEY.keys() and record.private.keys() <= set(PRIVATE)
            assert record.facts["status"] in {*Status, "Ждёт чуда"} and record.facts["outcome"] in {*Outcome, None}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("colums: {}", "colums"),
        ("zone: Mars/Base", "zone"),
        ("cadence: daily", "cadence"),
        ("addresses: martian", "addresses"),
        ("words: {status: {map: {Готово: done}}}", "done"),
        ("defaults: {chanel: x}", "chanel"),
        ("due: sometimes", "due"),
    ],
)
def test_a_wrong_profile_is_refused_and_the_place_is_named(tmp_path: Path, change: str, place: str) -> None:
    right = "key: a\ntitle: A\nsource: a\ncolumns: {number: N, received: D}\n"
    path = written(tmp_path, right, "a.yaml")
    assert load_profile(path).key == "a"
    with pytest.raises(SourceError) as refused:
        load_profile(written(tmp_path, right + change + "\n", "b.yaml"))
    assert place in str(refused.value)


def test_the_homes_own_profile_overrides_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, "key: pos\ntitle: Своя ПОС\nsource: pos\ncolumns: {number: N, received: D}\n", "pos.yaml")
    shipped = Path(load_profiles.__code__.co_filename).parent / "profiles"
    both = load_profiles(shipped, tmp_path)
    assert both["pos"].title == "Своя ПОС" and both["boston_311"] == shipped_profiles()["boston_311"]


def test_yes_and_no_of_yaml_are_words_and_not_booleans(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "key: a\ntitle: A\nsource: a\nyes: [yes, on]\nno: [no, off]\ncolumns: {number: N, received: D}\n",
        "a.yaml",
    )
    assert load_profile(path).no == ("no", "off")


def test_a_translation_can_be_told_twice_while_the_sheet_is_open() -> None:
    with read(SAMPLES / "boston_311/cases.csv.gz") as sheet:
        translation = translate(sheet, shipped_profiles()["boston_311"], TOWN)
        assert list(translation.records()) == list(translation.records())
