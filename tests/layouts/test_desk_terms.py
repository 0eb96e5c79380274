"""Terms on the desk, drawn from a real room: counters, the matrix, the calendar of promises, both clocks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alarms import fire, overdue, silent, taken
from boards import ZONE, usual
from houses import NOW, days_ago, record, room, tell

from callbacks.case import drawn
from callbacks.finding import results
from callbacks.listing import rows_of
from callbacks.matrix import drawn as matrix
from callbacks.promises import month_in, sheet
from callbacks.promising import promised
from dashboard.cache.board import Unavailable
from dashboard.domain.alerts.alert import Happening, Turn
from dashboard.domain.calendar import Calendar
from dashboard.domain.moments import Moment
from dashboard.domain.people import Role, Viewer
from dashboard.domain.promises import Fate, Promised
from dashboard.domain.scope import UNKNOWN
from dashboard.room import Room
from dashboard.words import Words
from layouts.desk.counters import COUNTERS, counters
from layouts.desk.glance import glance_of
from layouts.desk.promises import Days, month
from tests.layouts.test_desk_room import addresses, packed
from tests.layouts.test_desk_room import texts as spelled

NBSP = "\N{NO-BREAK SPACE}"
WORDS = Words.load("ru", ZONE)
TODAY = NOW.date()


@pytest.fixture
def town(tmp_path: Path) -> Room:
    """Twelve open questions of two departments by two channels, half of them late; promises on some."""
    found = room(tmp_path)
    records = [record(n, received=days_ago(9), department=("Служба", "Котельная")[n % 2],
                      channel=("pos", "phone")[n % 3 == 0], block=("housing", "roads")[n % 2],
                      due=Moment(days_ago(3 if n % 2 else -3).on),
                      **({"deferred_to": Moment(days_ago(2 if n < 3 else -4).on)} if n < 5 else {}))
               for n in range(1, 13)]
    tell(found.house, "a", records)
    return found


def texts(part: Any) -> str:
    """The words of a part, with plain spaces."""
    return spelled(part).replace(NBSP, " ")


def lead(town: Room, *blocks: str) -> Room:
    return Room(town.house, Viewer("lead", frozenset({Role.BLOCK}), frozenset(blocks)))


def listed(town: Room, address: str) -> tuple[int, int]:
    """How many rows the list of an address has, and how many the number counted."""
    glance = glance_of(address.partition("?")[2])
    shown = rows_of(town, glance.search, {"startRow": 0, "endRow": 1000})
    return shown["rowCount"], town.count(glance.measure, glance.scope, glance.view)[UNKNOWN]


def test_the_counters_are_four_links_to_exactly_their_cases(town: Room) -> None:
    board = town.board()
    shown = packed(counters(board.metrics, board.view, WORDS))
    found = list(addresses(shown))
    assert len(found) == len(COUNTERS)
    assert [listed(town, address) for address in found] == [(n, n) for n in (6, 0, 6, 6)]
    assert "▲ Просрочено" in texts(shown)


def test_a_counter_that_cannot_be_counted_says_so_and_links_nowhere() -> None:
    board = usual(metrics={key: Unavailable("no") for key, _, _ in COUNTERS})
    shown = packed(counters(board.metrics, board.view, WORDS))
    assert list(addresses(shown)) == [] and texts(shown).count("—") == len(COUNTERS)


def test_every_number_of_the_matrix_lists_exactly_what_it_counts(town: Room) -> None:
    table = packed(matrix(town, "")[1])
    found = list(addresses(table))
    assert len(found) >= 9
    assert all(shown == counted > 0 for shown, counted in (listed(town, address) for address in found))
    assert "В срок: 6 из 12; с опозданием: 6, больше всего — Котельная (6)" in texts(table)
    assert "мало данных" in texts(table)


def test_below_the_whole_by_more_than_chance_is_a_mark_and_not_only_a_colour(tmp_path: Path) -> None:
    found = room(tmp_path)
    tell(found.house, "a", [record(n, received=days_ago(9), department="Служба" if n < 30 else "Котельная",
                                   due=Moment(days_ago(3 if n > 29 else -3).on)) for n in range(1, 40)])
    assert "0 % ▼" in texts(packed(matrix(found, "")[1]))


def test_a_matrix_of_nothing_and_one_of_an_unreadable_address_have_words(town: Room) -> None:
    assert "не поступало" in texts(packed(matrix(town, "?since=2030-01-01")[1]))
    assert "не читается" in texts(packed(matrix(town, "?since=x")[1]))


def test_the_page_of_promises_has_the_broken_ones_first_and_its_days_link_to_their_cases(town: Room) -> None:
    broken, head, days = (packed(part) for part in sheet(town, ""))
    assert "▲ 21.11.2026, просрочено на 2 дня" in texts(broken) and "Ноябрь 2026" in texts(head)
    found = [address for address in addresses(days) if address.startswith("/list")]
    assert [listed(town, address) for address in found] == [(2, 2), (2, 2)]
    assert "▲ нарушено: 2" in texts(days) and "○ обещано: 2" in texts(days)


def test_who_answers_for_a_block_sees_the_broken_promises_of_that_block_only(town: Room) -> None:
    broken = texts(packed(sheet(lead(town, "housing"), "")[0]))
    assert "n2" in broken and "n1" not in broken
    assert "отвечает за их блок" in texts(packed(sheet(lead(town), "")[0]))


def test_a_month_is_chosen_by_the_address_and_an_unreadable_one_is_this_month() -> None:
    assert month_in("?month=2027-02", TODAY) == date(2027, 2, 1)
    assert month_in("?month=soon", TODAY) == month_in(None, TODAY) == date(2026, 11, 1)


def cell(on: date, *rows: Promised) -> dict[str, Any]:
    """The cell of a day in a month whose calendar is decreed until the 28th; Tuesday the 24th is off."""
    known = Days(Calendar(date(2026, 11, 28), frozenset({date(2026, 11, 24)})), date(2026, 11, 23))
    table = packed(month(rows, on, known, WORDS))["props"]["children"][0]
    cells = [day for week in table["props"]["children"][1]["props"]["children"] for day in week["props"]["children"]]
    found: dict[str, Any] = next(day["props"] for day in cells
                                 if day["props"]["children"][0]["props"]["dateTime"] == on.isoformat())
    return found


def test_days_off_are_hatched_today_is_named_and_what_is_not_decreed_is_marked() -> None:
    assert "desk-off" in cell(date(2026, 11, 24))["className"] and "desk-off" in cell(date(2026, 11, 22))["className"]
    assert "desk-off" not in cell(date(2026, 11, 25))["className"]
    assert "сегодня" in texts(cell(date(2026, 11, 23))["children"])
    assert "≈" in texts(cell(date(2026, 11, 30))["children"]) and "≈" not in texts(cell(date(2026, 11, 27))["children"])


def test_somebody_elses_promises_stand_in_the_calendar_too() -> None:
    on = date(2026, 11, 26)
    said = cell(on, Promised(on, "alert", "сделаем крышу", "/alerts?alert=3", Fate.OPEN))["children"]
    assert "○ сделаем крышу" in texts(said) and list(addresses(said)) == ["/alerts?alert=3"]


def test_what_was_promised_for_an_alert_stands_on_its_day_with_its_fate_and_leads_to_the_alert(town: Room) -> None:
    ended = Happening(Turn.RESOLVED, NOW, "person:anna", {"reason": "готово"})
    fire(town.house, overdue(), taken(promise_on=TODAY, promise="пустим тепло"), ended)
    fire(town.house, overdue("roads", "snow_roads"), taken(promise_on=TODAY + timedelta(days=2)))
    fire(town.house, silent(), taken(promise_on=TODAY - timedelta(days=2), promise="позвоним"))
    days = packed(sheet(town, "")[2])
    for said in ("● Отопление, ул. Мира: пустим тепло", "▲ Молчит источник:", "позвоним"):
        assert said in texts(days)
    assert {f"/alerts?alert={number}" for number in (1, 2, 3)} <= set(addresses(days))


@pytest.mark.parametrize("role, blocks, seen", [(Role.CURATOR, (), {1, 2}), (Role.BLOCK, ("housing",), {1}),
                                                (Role.BLOCK, (), set())])
def test_promises_for_alerts_are_seen_by_whom_the_alert_concerns(town: Room, role: Role, blocks: tuple[str, ...],
                                                                 seen: set[int]) -> None:
    fire(town.house, overdue(), taken(promise_on=TODAY))
    fire(town.house, overdue("roads", "snow_roads"), taken(promise_on=TODAY))
    viewer = Room(town.house, Viewer("x", frozenset({role}), frozenset(blocks)))
    told = set(addresses(packed(sheet(viewer, "")[2])))
    assert {number for number in (1, 2) if f"/alerts?alert={number}" in told} == seen


def test_a_promise_made_on_the_appeal_stands_there_with_its_clock_its_stage_and_its_words(town: Room) -> None:
    address = "?source=pos&id=n7&question=1"
    done, said = promised(town, address, ("03.12.2026", "кровлю", "материал придёт 1-го"), None)
    assert (done, said) == (1, "Обещано к 03.12.2026")
    page = texts(packed(drawn(town, address)))
    for words in ("обещано к 03.12.2026", "осталось: 10 дней", "Отложенное обещание", "Обещано человеку",
                  "кровлю — материал придёт 1-го", "обещано 23.11.2026, вручную: tester"):
        assert words in page
    assert promised(town, address, ("завтра", "x", "y"), 1)[1] == "Пишите день так: 24.11.2026"
    assert "прошёл" in promised(town, address, ("01.11.2026", "x", "y"), 1)[1]


def test_lists_and_search_tell_both_clocks(town: Room) -> None:
    lines = {line["external_id"]: line for line in rows_of(town, "?measure=open", {})["rowData"]}
    assert lines["n1"]["due"].endswith(f"просрочено на 3{NBSP}дня")
    assert lines["n2"]["due"].endswith(f"осталось: 3{NBSP}дня")
    assert {line["waited"] for line in lines.values()} == {f"ждёт: 9{NBSP}дней"}
    assert "▲ просрочено на 3 дня · ждёт: 9 дней" in texts(packed(results(town, "n1", "")))


def test_a_closed_question_tells_how_long_it_took(town: Room) -> None:
    closed = record(1, received=days_ago(9), closed=days_ago(4), status="closed")
    tell(town.house, "b", [closed], NOW + timedelta(hours=1))
    [line] = rows_of(town, "?measure=closed", {})["rowData"]
    assert line["waited"] == f"прошло: 5{NBSP}дней"
