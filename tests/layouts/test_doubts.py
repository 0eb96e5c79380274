"""A term counted by a rule that nobody confirmed says so wherever the desk shows it, and in the files it gives."""

import csv
import io
import json
from datetime import timedelta

import pytest
from houses import NOW, days_ago, house, record, room, tell
from plotly.utils import PlotlyJSONEncoder
from python_calamine import CalamineWorkbook

from callbacks import rules
from callbacks.case import drawn
from callbacks.finding import results
from callbacks.listing import rows_of
from dashboard.domain.scope import Scope, View
from intake.recomputing import Recompute
from layouts.desk.grid import grid

NBSP = "\N{NO-BREAK SPACE}"
SAYS = "правило не подтверждено"


@pytest.fixture
def place(tmp_path):
    """Three questions: by a rule that is a guess, by one that the administration confirmed, by the source's own day."""
    found = room(tmp_path)
    tell(found.house, "a", [record(1, law="59-fz"), record(2, law="pos"), record(3, law="59-fz", due=days_ago(-2))])
    return found


def said(parts):
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_list_has_a_sign_after_the_day_and_its_words_in_the_tooltip(place):
    lines = {line["external_id"]: line for line in rows_of(place, "?measure=received", {})["rowData"]}
    assert f"{NBSP}?, осталось" in lines["n1"]["due"]
    assert "?" not in lines["n2"]["due"] + lines["n3"]["due"]
    assert {number: line["doubt"] for number, line in lines.items()} == {"n1": SAYS, "n2": "", "n3": ""}


def test_the_column_of_the_term_tells_its_doubt(place):
    shown = grid("list", place.words, "10px")
    assert [column["field"] for column in shown.columnDefs if column.get("tooltipField") == "doubt"] == ["due"]
    assert shown.dashGridOptions["enableBrowserTooltips"]


def test_the_search_says_it_in_words(place):
    assert [f"▲ {SAYS}" in said(results(place, number, "")) for number in ("n1", "n2", "n3")] == [True, False, False]


def test_a_file_of_the_list_has_a_column_of_it(place):
    text = place.export("csv", "received", Scope(), View()).decode("utf-8-sig")
    told = {row["Номер"]: row["Правило срока"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert told == {"n1": "не подтверждено", "n2": "", "n3": ""}
    book = CalamineWorkbook.from_filelike(io.BytesIO(place.export("xlsx", "received", Scope(), View())))
    [rows] = [rows for sheet in book.sheet_names if "Правило срока" in (rows := book.get_sheet_by_name(
        sheet).to_python())[0]]
    assert sorted(row[rows[0].index("Правило срока")] for row in rows[1:]) == ["", "", "не подтверждено"]


def test_the_clock_of_one_appeal_says_it_beside_the_rule(place):
    assert f"по правилу pos-59-fz-answer · ▲ {SAYS}" in said(drawn(place, "?source=pos&id=n1"))
    assert f"pos-answer · ▲ {SAYS}" not in said(drawn(place, "?source=pos&id=n2"))


def test_the_clock_of_a_first_response_says_it_too(place):
    tell(place.house, "b", [record(4, channel="incident")], NOW + timedelta(hours=1))
    assert f"по правилу incident-first-response · ▲ {SAYS}" in said(drawn(place, "?source=pos&id=n4"))


def test_the_cases_of_the_wall_carry_it(tmp_path):
    late = house(tmp_path, now=NOW + timedelta(days=35))
    tell(late, "a", [record(1, law="59-fz"), record(2, law="pos"), record(3, law="59-fz", due=days_ago(-2))])
    [queue] = [queue for queue in late.published.queues if queue.measure == "overdue_open"]
    assert sorted(case.unconfirmed for case in queue.cases) == [False, False, True]


def test_the_sign_goes_when_somebody_confirms_the_rule(place):
    [rule] = [rule for rule in place.rules() if rule.key == "pos-59-fz-answer"]
    form = {**dict(zip(rules.FORM, rules.values(rule), strict=True)), "confirmed": ["yes"]}
    rules.changed(place, form, "подтвердила администрация", None)
    Recompute(place.house).look()
    assert {line["doubt"] for line in rows_of(place, "?measure=received", {})["rowData"]} == {""}
