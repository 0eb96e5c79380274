"""The desk of the shift on a real room: the queue in words, each number its cases, acts that act or say why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from alarms import HOUR, ROOM, fire, overdue, silent, taken
from dash import no_update
from houses import NOW, days_ago, record, room, tell
from plotly.utils import PlotlyJSONEncoder

from callbacks.alerts import blank, drawn, lists, number_of, shift_of, unowned
from callbacks.answering import commenting, day_of, declaring, did, ending, taking, until_of, whole
from dashboard.domain.alerts.alert import Alert, Happening, Turn
from dashboard.domain.alerts.finding import Cause, Finding, Severity, Subject
from dashboard.domain.people import Role, Viewer
from dashboard.domain.scope import UNKNOWN, View
from dashboard.errors import UsageError
from dashboard.room import Room
from dashboard.store import alerts
from layouts.address import measure_of, scope_of
from layouts.alerted import counts, what
from layouts.desk.alert import happened
from layouts.desk.answers import CAUSE, TAKE

EVIL = "<script>alert('x')</script>"
FIELDS = [f"take-{key}" for key in TAKE]


@pytest.fixture
def place(tmp_path: Path) -> Room:
    """A room with four overdue questions about heating in one street, one of the roads, and one account."""
    found = room(tmp_path)
    tell(found.house, "a", [record(n, due=days_ago(2), street="ул. Мира") for n in range(1, 5)]
         + [record(9, due=days_ago(2), block="roads", topic="snow_roads", street="ул. Мира")])
    found.do("add_user", login="anna", name="Иванова Анна", position="начальник", role="head", blocks=[], paper="")
    return found


def seen(*parts: Any) -> str:
    """Everything that stands in what is drawn."""
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")


def as_(place: Room, role: Role, *blocks: str) -> Room:
    return Room(place.house, Viewer(str(role), frozenset({role}), frozenset(blocks)))


def hrefs(part: Any) -> Iterator[str]:
    """Every address in what is drawn."""
    packed = json.loads(json.dumps(part, cls=PlotlyJSONEncoder))
    stack = [packed]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack += one.values()
            if isinstance(one.get("href"), str):
                yield one["href"]
        elif isinstance(one, list):
            stack += one


def test_the_queue_has_five_lists_and_an_alert_is_in_one_of_them(place: Room) -> None:
    fire(place.house, overdue())
    fire(place.house, overdue(place="ул. Лесная"), taken("tester"))
    fire(place.house, overdue(place="ул. Новая"), taken(promise_on=NOW.date(), promise="ответим"))
    fire(place.house, overdue(place="ул. Южная"), taken())
    fire(place.house, overdue(place="ул. Старая"), Happening(Turn.INHIBITED, NOW, ROOM, {"why": "source:pos"}))
    said = seen(lists(place, "")[0])
    places = [said.index(title) for title in ('"alerts-mine"', '"alerts-promised"', '"alerts-unowned"',
                                              '"alerts-taken"', '"alerts-quiet"')]
    assert places == sorted(places)
    for words in ("обещано на 23.11", "Иванова Анна, начальник", "до 17:30", "«бригада едет»",
                  "никого не зовём: молчит источник"):
        assert words in said
    assert unowned(place) == "1"


def test_a_row_says_what_where_since_when_and_who_hears_next(place: Room) -> None:
    told = Happening(Turn.ESCALATED, NOW - 26 * HOUR, ROOM, {"level": 1, "due_at": NOW - 26 * HOUR, "said": 1})
    fire(place.house, overdue(), told, at=NOW - 26 * HOUR)
    said = seen(lists(place, "?alert=1")[0])
    for words in ("Критично", "Просрочено ", "— отопление, ул. Мира", "просрочено 4, сегодня 2", "с 22.11 10:30",
                  "1 день, рабочих 3 ч", "знают: ответственный за блок", "дальше: руководитель МЦУ — сегодня в 13:00"):
        assert words in said, words
    assert '"aria-current": "true"' in said


def test_the_number_leads_to_exactly_its_cases(place: Room) -> None:
    fire(place.house, overdue())
    address = next(href for href in hrefs(lists(place, "")[0]) if href.startswith("/list"))
    query = urlsplit(address).query
    counted = place.count(measure_of(query) or "", scope_of(query), View())
    assert counted[UNKNOWN] == 4
    assert place.rows("overdue_open", scope_of(query), View()).total == 4


def test_an_alert_of_the_room_leads_to_the_page_where_it_is_seen_to(place: Room) -> None:
    fire(place.house, silent())
    assert "/sources" in set(hrefs(lists(place, "")[0]))
    assert "Молчит источник:" in seen(lists(place, "")[0])


@pytest.mark.parametrize("role, blocks, seen_", [
    (Role.HEAD, (), {1, 2, 3}), (Role.OPERATOR, (), {1, 2, 3}), (Role.CURATOR, (), {1, 2, 3}),
    (Role.BLOCK, ("housing",), {1}), (Role.BLOCK, ("roads", "housing"), {1, 2}), (Role.ADMINISTRATOR, (), {3})])
def test_everybody_sees_and_answers_what_concerns_them_and_nothing_else(
        place: Room, role: Role, blocks: tuple[str, ...], seen_: set[int]) -> None:
    for found in (overdue(), overdue("roads", "snow_roads"), silent()):
        fire(place.house, found)
    viewer = as_(place, role, *blocks)
    told = set(hrefs(lists(viewer, "")[0]))
    assert {n for n in range(1, 4) if f"/alerts?alert={n}" in told} == seen_
    for number in range(1, 4):
        opened, refusal = drawn(viewer, f"?alert={number}"), did(viewer, ("comment_alert", None), lambda _, n=number: {
            "alert": n, "text": "видел"})[0]
        assert ("Это относится к другому блоку" in seen(opened)) == (number not in seen_)
        assert ("Записано" in refusal) == (number in seen_), refusal


def test_an_alert_is_taken_and_the_page_reads_anew(place: Room) -> None:
    fire(place.house, overdue())
    said = {"reason": "бригада едет", "until": "three", "own": "", "promise_on": "25.11.2026", "promise": EVIL}
    told, done = did(place, ("acknowledge", 2), lambda r: taking(r, "?alert=1", said))
    assert (told, done) == ("● Взято до 26.11.2026 23:59", 3)
    head, log, hidden, shut = drawn(place, "?alert=1")
    assert (hidden, shut) == (False, False)
    assert EVIL in seen(head)
    assert "dangerously" not in seen(head, log)
    assert f"Взято: tester, до 26.11 23:59. «бригада едет»; обещано: 25.11 — {EVIL}" in seen(log)
    assert "alerts-mine" in seen(lists(place, "")[0])


@pytest.mark.parametrize("changed, says", [
    ({"reason": " "}, "Напишите, почему можно подождать"), ({"until": "own", "own": "завтра"}, "27.11.2026 18:00"),
    ({"until": "own", "own": "01.01.2026 10:00"}, "позже, чем сейчас"), ({"until": None}, "27.11.2026 18:00"),
    ({"until": "own", "own": "01.01.2030 10:00"}, "не дальше чем на 14"), ({"promise_on": "завтра"}, "24.11.2026"),
    ({"promise": "ответим"}, "на какой день обещано"),
    ({"promise_on": "01.11.2026"}, "на более поздний день"), ({"reason": "я" * 501}, "не больше 500 знаков")])
def test_what_is_wrong_with_an_answer_is_said_and_nothing_is_read_anew(place: Room, changed: dict[str, str],
                                                                       says: str) -> None:
    fire(place.house, overdue())
    said = {"reason": "едем", "until": "day", "own": "", "promise_on": "", "promise": "", **changed}
    told, done = did(place, ("acknowledge", 2), lambda r: taking(r, "?alert=1", said))
    assert says in told.replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("▲")
    assert done is no_update
    assert [one.told.turn for one in place.alert(1)[1]] == [Turn.FIRED]


def test_a_comment_stands_in_the_log_and_an_ended_alert_takes_no_answer_more(place: Room) -> None:
    fire(place.house, overdue())
    assert did(place, ("comment_alert", None), lambda r: commenting(r, "?alert=1", {"text": EVIL}))[1] == 1
    assert did(place, ("resolve_alert", 1), lambda r: ending(r, "?alert=1", {"reason": "сделано"}))[1] == 2
    _, log, _, shut = drawn(place, "?alert=1")
    assert shut
    assert f"tester: «{EVIL}»" in seen(log)
    assert "Завершено: tester. «сделано»" in seen(log)
    told = did(place, ("resolve_alert", 2), lambda r: ending(r, "?alert=1", {"reason": "ещё раз"}))[0]
    assert "уже завершено" in told
    assert "За семь дней завершено 1" in seen(lists(place, "")[2])
    assert "Сначала выберите" in did(place, ("resolve_alert", 2), lambda r: ending(r, "", {"reason": "x"}))[0]


def test_a_cause_begins_with_what_the_alert_is_about_and_can_be_ended(place: Room) -> None:
    fire(place.house, overdue())
    first = blank(place, "?alert=1", FIELDS)
    assert [first[f"cause-{key}:value"] for key in ("blocks", "topics", "places")] == [
        ["housing"], ["heating"], ["ул. Мира"]]
    said = {"title": EVIL, "blocks": [], "topics": ["heating"], "places": [], "until": "noon", "own": ""}
    assert set(said) == set(CAUSE)
    assert "Объявлена причина" in did(place, ("declare_cause", None), lambda r: declaring(r, "", said))[0]
    drawn_ = seen(lists(place, "")[1])
    assert EVIL in drawn_
    assert "Отопление" in drawn_
    assert "до 24.11 12:00" in drawn_
    assert "cause-end" not in seen(lists(as_(place, Role.CURATOR), "")[1])
    assert "Причина снята" in did(place, ("end_cause", None), lambda _: {"cause": whole(1)})[0]
    assert lists(place, "")[1] == []
    assert "возможно, её уже сняли" in did(place, ("end_cause", None), lambda _: {"cause": whole("x")})[0]


def test_a_cause_of_everything_or_without_a_name_is_refused(place: Room) -> None:
    said = {"title": "x", "blocks": None, "topics": None, "places": None, "until": "day", "own": None}
    assert "что покрывает причина" in did(place, ("declare_cause", None), lambda r: declaring(r, "", said))[0]
    named = {**said, "title": "", "topics": ["heating"]}
    assert "что случилось" in did(place, ("declare_cause", None), lambda r: declaring(r, "", named))[0]


def test_who_may_not_declare_a_cause_is_offered_no_form_and_no_members(place: Room) -> None:
    found = blank(as_(place, Role.BLOCK, "housing"), "", FIELDS)
    assert (found["cause-box:hidden"], found["cause-topics:options"]) == (True, [])
    assert not blank(place, "", FIELDS)["cause-box:hidden"]


def test_where_nobody_is_to_be_called_the_page_says_what_it_watches(place: Room) -> None:
    said = seen(lists(place, "")[0])
    assert "Никого звать не нужно" in said
    assert "Сроки в днях" in said
    assert unowned(place) == ""


def test_an_address_without_a_number_opens_nothing_and_a_wrong_one_says_so(place: Room) -> None:
    for search in (None, "", "?alert=", "?alert=x", "?alert=1' or 1", "?alert=²", f"?alert={'9' * 40}"):
        assert number_of(search) is None
        assert drawn(place, search)[2]
    assert "Оповещения № 7 нет" in seen(drawn(place, "?alert=7"))


def test_counters_of_terms_are_for_the_staff(place: Room) -> None:
    assert "desk-counters" in seen(lists(place, "")[3])
    assert lists(as_(place, Role.ADMINISTRATOR), "")[3] == []


def test_every_happening_is_a_sentence(place: Room) -> None:
    found = overdue()
    with place.house.store.writing() as (connection, numbers):
        alerts.declare(connection, numbers, Cause(0, "прорыв", frozenset(), frozenset({"heating"}), frozenset(),
                                                  NOW + HOUR), "person:anna", NOW)
    facts: dict[Turn, dict[str, Any]] = {
        **{turn: {"finding": found} for turn in (Turn.FIRED, Turn.RETURNED, Turn.COUNTED, Turn.RAISED, Turn.LOWERED)},
        Turn.INHIBITED: {"why": "cause:1"}, Turn.ACKNOWLEDGED: {**taken().facts},
        Turn.ESCALATED: {"level": 2, "due_at": NOW - 3 * HOUR}, Turn.COMMENTED: {"text": "звонили"},
        Turn.RESOLVED: {"reason": ""}}
    shift = shift_of(place, [])
    said = {turn: happened(Happening(turn, NOW, "person:anna", facts.get(turn, {})), shift,
                           (Role.BLOCK, Role.HEAD)) for turn in Turn}
    assert said[Turn.RAISED] == "Стало серьёзнее, ▲ критично: Просрочено 4 — отопление, ул. Мира"
    assert said[Turn.INHIBITED] == "Никого не зовём: общая причина: прорыв, до 13:30"
    assert said[Turn.ESCALATED] == "Позвали: руководитель МЦУ (следовало сегодня в 09:30)"
    assert said[Turn.COMMENTED] == "Иванова Анна, начальник: «звонили»"
    assert said[Turn.RESOLVED] == "Кончилось само: ничего такого больше нет"
    assert all("{" not in text and not text.isascii() for text in said.values())


@pytest.mark.parametrize("found, says", [
    (silent(), "Молчит источник: ПОС — последние данные 20.11 в 14:30"),
    (Finding(Subject("calendar"), "two_weeks", Severity.BREACH, 5, facts={"until": "2026-12-31"}),
     "Кончается рабочий календарь 31.12.2026 — осталось 5 дней"),
    (Finding(Subject("calendar"), "two_weeks", Severity.BREACH, -3), "Кончается рабочий календарь — осталось 0 дней"),
    (Finding(Subject("rejects", source="pos"), "many", Severity.WARNING, 31, facts={"read": 300}),
     "Не принято строк: 31 из 300 — ПОС"),
    (Finding(Subject("rejects", source="pos"), "many", Severity.WARNING, 31), "Не принято строк: 31 — ПОС"),
    (Finding(Subject("surge", "housing", "heating", ""), "day", Severity.WARNING, 9, "received",
             overdue().scope.during(NOW.date() - timedelta(days=1), NOW.date()), facts={"expected": 2.5}),
     "Поступило 9 — отопление, место не указано: вс 22.11 – пн 23.11, обычно 2,5"),
    (Finding(Subject("gone", "housing"), "x", Severity.NOTICE, 2, "no_such_measure"),
     "no_such_measure 2 — тема не указана, место не указано")])
def test_every_watch_has_its_sentence(place: Room, found: Finding, says: str) -> None:
    shift = shift_of(place, [])
    assert str(what(found, shift)).replace("\N{NO-BREAK SPACE}", " ") == says
    assert counts(found, shift) == ""


def test_a_step_that_only_a_town_has_is_called_by_its_measure_or_its_key(place: Room) -> None:
    found = Finding(Subject("gone"), "x", Severity.NOTICE, 2, "open", counts={"x": 2, "breached": 1})
    assert counts(found, shift_of(place, [])).replace("\N{NO-BREAK SPACE}", " ") == "просрочено 1, x 2"


def test_a_day_or_moment_by_hand_is_read_or_refused(place: Room) -> None:
    assert day_of(" 24.11.2026 ") == "2026-11-24"
    assert day_of(None) == ""
    assert until_of(place, "own", "27.11.2026 18:00").startswith("2026-11-27T18:00")
    with pytest.raises(UsageError):
        day_of("31.02.2026")


def test_the_alert_that_the_room_gives_is_the_fold_that_was_told(place: Room) -> None:
    alert: Alert = fire(place.house, overdue(), taken())
    assert place.alert(1)[0] == alert
