"""Every panel of the wall is drawn for every state of the board, and says what may be believed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from boards import (
    AT,
    BOARDS,
    ON,
    WEEK,
    alarm,
    answered,
    cluster,
    doubted,
    empty,
    figure,
    russian,
    sight,
    unavailable,
    usual,
    week,
)

from dashboard.cache.board import WallAlert
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.figures import Trust
from dashboard.registry import discover
from layouts.lines import fitting, lines
from layouts.pages.wall import PLACES, SCENES
from layouts.panels.now import backlog
from layouts.panels.rating import apart
from layouts.panels.weeks import placed, scale_of
from layouts.parcel import parcel
from layouts.plan import plan_around
from layouts.screens import Panel
from layouts.sentences import changes

PANELS = {key: panel for key, panel in discover("layouts.panels", Panel).items() if panel.scene in PLACES}


def plain(components: Any) -> Any:
    """Components as JSON."""
    return json.loads(orjson.dumps(components, default=lambda part: part.to_plotly_json()))


def drawn(panel: Panel, state: str) -> Any:
    """The panel's components as JSON."""
    return plain(panel.draw(sight(BOARDS[state]())))


def of_class(part: Any, name: str) -> list[Any]:
    """All components of a tree that have a class."""
    if isinstance(part, list):
        return [found for each in part for found in of_class(each, name)]
    if not isinstance(part, dict):
        return []
    own = [part] if name in str(part["props"].get("className", "")).split() else []
    return own + of_class(part["props"].get("children"), name)


def texts(part: Any) -> list[str]:
    """All texts of a tree of components, in order."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, list):
        return [text for each in part for text in texts(each)]
    return texts(part["props"].get("children")) if isinstance(part, dict) else []


def links(part: Any) -> list[str]:
    """All addresses of a tree of components."""
    if isinstance(part, list):
        return [href for each in part for href in links(each)]
    if not isinstance(part, dict):
        return []
    own = [part["props"]["href"]] if part["props"].get("href") else []
    return own + links(part["props"].get("children"))


@pytest.mark.parametrize("state", BOARDS)
@pytest.mark.parametrize("key", PANELS)
def test_every_panel_is_drawn_for_every_state_of_the_board(key: str, state: str) -> None:
    said = " ".join(texts(drawn(PANELS[key], state)))
    assert "{" not in said
    assert re.findall(r"[A-Za-z]{2,}", said) == []


@pytest.mark.parametrize("state", BOARDS)
def test_the_parcel_of_every_board_is_whole(state: str) -> None:
    slots = json.loads(parcel(PANELS.values(), sight(BOARDS[state]())))["slots"]
    assert {slot["id"]["key"] for slot in slots} == set(PANELS)
    assert "не удалось показать" not in json.dumps(slots, ensure_ascii=False)


def test_every_number_of_the_state_of_things_opens_its_rows() -> None:
    tree = drawn(PANELS["now"], "usual")
    assert {href.split("measure=")[1].split("&")[0] for href in links(tree)} == {
        "open", "overdue_open", "due_today", "due_in_3_working_days"}


def test_a_stale_number_is_not_big_and_its_age_comes_first() -> None:
    packed = json.dumps(drawn(PANELS["now"], "stale"), ensure_ascii=False)
    assert '"number' not in packed
    assert packed.index("на 12.11") < packed.index("143")


def test_a_partial_number_stays_big_and_names_the_silent_source() -> None:
    tree = drawn(PANELS["now"], "partial")
    assert '"number' in json.dumps(tree)
    assert any("без ПОС с 12.11" in text or "без «ПОС» с 12.11" in text for text in texts(tree))


def test_what_could_not_be_computed_is_neither_zero_nor_a_dash() -> None:
    said = texts(drawn(PANELS["now"], "unavailable"))
    assert said.count("не удалось посчитать") == 3
    assert "0" not in said


def test_a_panel_that_fails_leaves_the_others_alive() -> None:
    def broken(_: Any) -> Any:
        raise ZeroDivisionError

    bad = Panel("bad", "overview", "The state of things", broken)
    slots = json.loads(parcel([bad, PANELS["town"]], sight()))["slots"]
    assert "не удалось показать" in json.dumps(slots[0], ensure_ascii=False)
    assert texts(slots[1]["props"]["children"]) == ["Заозерск"]


def test_the_same_board_has_the_same_digests_and_another_number_changes_one() -> None:
    board = usual()
    first = {s["id"]["key"]: s["digest"] for s in json.loads(parcel(PANELS.values(), sight(board)))["slots"]}
    other = replace(board, metrics={**board.metrics, "satisfaction": (figure("", 1),)})
    second = {s["id"]["key"]: s["digest"] for s in json.loads(parcel(PANELS.values(), sight(other)))["slots"]}
    assert {key for key in first if first[key] != second[key]} == {"satisfaction"}


def test_the_backlog_is_walked_back_from_today() -> None:
    came = [figure(str(i), n) for i, n in enumerate((5, 3, 4))]
    went = [figure(str(i), n) for i, n in enumerate((1, 2, 6))]
    assert backlog(10.0, came, went) == [7.0, 11.0, 12.0, 10.0]


def test_the_backlog_is_unknown_without_both_series() -> None:
    assert backlog(10.0, [], []) == []


def test_a_department_is_marked_only_when_its_whole_interval_lies_on_one_side() -> None:
    town = figure("", 50)
    assert apart(figure("a", 40, low=30.0, high=49.0), town) == -1
    assert apart(figure("a", 40, low=30.0, high=51.0), town) == 0
    assert apart(figure("a", 60, low=51.0, high=70.0), town) == 1


def test_a_silent_source_is_the_first_thing_that_has_changed() -> None:
    said = changes(sight(doubted(Trust.STALE)), 3)
    assert said[0][0] == "ПОС"


def test_the_sentence_of_a_heap_says_place_topic_count_and_the_usual() -> None:
    board = usual(clusters=(cluster(),), sources=())
    said = "".join(texts(json.loads(orjson.dumps(changes(sight(board), 1), default=lambda p: p.to_plotly_json()))))
    assert said == "ул. Мира: Отопление — 12 с 15.11, обычно 0,4"


def test_nothing_is_invented_when_nothing_can_be_computed() -> None:
    assert changes(sight(replace(unavailable(), sources=())), 3) == []


def test_the_board_of_another_day_says_its_date_not_its_hour() -> None:
    late = figure("", 5, "open", observed_at=AT.replace(day=20))
    said = texts(json.loads(orjson.dumps(PANELS["now"].draw(sight(usual(metrics={"open": (late,)}))),
                                         default=lambda p: p.to_plotly_json())))
    assert "данные на 20.11" in said


def test_in_the_rating_a_dot_opens_the_numerator_and_n_the_denominator() -> None:
    rows = of_class(drawn(PANELS["rating"], "usual"), "cell")
    dots, counts = of_class(rows, "dot"), of_class(rows, "n")
    assert dots and all("measure=on_time&" in dot["props"]["href"] for dot in dots)
    assert counts and all("measure=whole_of_on_time&" in count["props"]["href"] for count in counts)


def test_both_numbers_of_a_share_open_their_own_rows_and_have_a_noun() -> None:
    tree = drawn(PANELS["satisfaction"], "usual")
    measures = [href.split("measure=")[1].split("&")[0] for href in links(of_class(tree, "evidence"))]
    assert measures == ["satisfied", "whole_of_satisfied"]
    assert "оценок" in " ".join(texts(tree))


def test_the_sentence_of_the_rating_names_the_department_and_the_axis() -> None:
    worse = figure("Теплоснабжение", 20, of=40, low=40.0, high=60.0)
    board = usual(metrics={"axis_speed": (figure("", 90, of=100), worse)})
    said = texts(plain(PANELS["rating"].draw(sight(board))))
    assert said[0] == "Заметно ниже города: Теплоснабжение (скорость)"


def test_of_an_empty_town_no_scene_claims_anything_and_the_next_step_is_said() -> None:
    slots = {(s["id"]["type"], s["id"]["key"]): s["props"] for s in
             json.loads(parcel(PANELS.values(), sight(empty())))["slots"]}
    scenes = {key for key, _ in SCENES}
    assert all(slots["panel", key]["children"] == [] for key, panel in PANELS.items() if panel.scene in scenes)
    assert all(props["figure"]["data"] == [] for (kind, _), props in slots.items() if kind == "figure")
    said = " ".join(texts(slots["panel", "nothing"]["children"]))
    assert "Данных ещё нет" in said and "в папку приёма" in said and "«Источники»" in said


@pytest.mark.parametrize("state", sorted(BOARDS.keys() - {"empty"}))
def test_a_town_with_data_is_never_called_empty(state: str) -> None:
    assert drawn(PANELS["nothing"], state) == []


@pytest.mark.parametrize("key", ["map", "overview_map"])
def test_without_a_plan_the_map_says_so_and_how_to_cure_it(key: str) -> None:
    seen = sight(plan=plan_around(69.4, 32.45))
    said = " ".join(texts(plain(PANELS[key].draw(seen))))
    assert "План города не загружен" in said and "plan.geojson" in said
    assert PANELS[key].figure is not None and PANELS[key].figure(seen)["data"] == []
    assert "вне улиц" not in said


def test_the_headline_of_the_topics_is_the_largest_movement_either_way() -> None:
    topics = (week("heating", 7, before=5.0), week("roofs", 2, before=8.0))
    board = usual(metrics={"topics_of_week": (week("", 9), *topics)})
    said = "".join(texts(plain(PANELS["topics"].draw(sight(board)))[0]))
    assert said == "Сильнее всего снизилось: Тема 4 — 2, на 6 меньше, чем за те же дни прошлой недели"


def test_the_former_count_of_a_topic_opens_the_same_days_of_the_week_before() -> None:
    tree = drawn(PANELS["topics"], "usual")
    href = of_class(tree, "before")[0]["props"]["href"]
    assert f"since={WEEK[0].replace(day=14)}" in href and "until=2026-11-17" in href


def test_a_surge_is_named_and_does_not_flatten_the_other_days() -> None:
    came, surges = usual().metrics["inflow"], usual().metrics["surges"]
    scale = scale_of(came, usual().metrics["closing"], placed(came, surges))  # type: ignore[arg-type]
    assert scale.came < 2 * scale.usual < max(figure.n for figure in came)  # type: ignore[union-attr]
    tree = drawn(PANELS["weeks"], "usual")
    assert [texts(bar) for bar in of_class(tree, "cut")] == [["43"]]
    assert "Отопление" in texts(of_class(tree, "surge")) and "Тема 1" in texts(of_class(tree, "lasting"))


def test_the_weeks_are_the_towns_weeks_with_both_their_ends() -> None:
    labels = texts(of_class(drawn(PANELS["weeks"], "usual"), "weeks"))
    said = [label.replace("\N{NO-BREAK SPACE}", " ") for label in labels]
    assert said[-2:] == ["сб 14.11 – пт 20.11", "сб 21.11"]


def test_a_text_is_counted_in_lines_of_whole_words() -> None:
    assert lines("один два три", 12) == 1
    assert lines(["один ", "два три"], 11) == 2
    assert lines("один два три", 4) == 3


def test_what_has_no_room_is_left_out_whole() -> None:
    assert fitting(("a", "b", "c"), (2, 2, 2), 5) == ["a", "b"]


def test_a_long_case_takes_the_room_of_another() -> None:
    board = usual()
    named = replace(board, titles={**board.titles, "topic": dict.fromkeys(board.titles["topic"], "Качество " * 9)})
    shown = [len(of_class(plain(PANELS["terms"].draw(sight(each))), "waiting")) for each in (board, named)]
    assert shown[1] < shown[0] and russian()("None") not in texts(plain(PANELS["terms"].draw(sight(named))))


def test_each_giant_number_has_its_line_of_28_days() -> None:
    tiles = of_class(drawn(PANELS["now"], "usual"), "giant")
    assert [len(of_class(tile, "spark")) for tile in tiles] == [1, 1, 1]


def test_without_the_days_a_giant_number_has_words_and_no_line() -> None:
    board = usual(metrics={key: found for key, found in usual().metrics.items() if key != "terms_ending"})
    tiles = of_class(plain(PANELS["now"].draw(sight(board))), "giant")
    assert [len(of_class(tile, "spark")) for tile in tiles] == [1, 1, 0]
    assert "три рабочих дня" in " ".join(texts(tiles[2]))


def said_by(panel: str, *alarms: WallAlert) -> str:
    """All that a panel says of an ordinary day with these alerts."""
    return " ".join(texts(plain(PANELS[panel].draw(sight(usual(alerts=alarms))))))


def test_what_interrupts_says_how_many_of_what_where_whose_turn_and_since_when() -> None:
    said = said_by("alarm", alarm()).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "3 ▲ Просрочено Отопление ул. Мира ЖКХ · Ответственная за блок ЖКХ с 14:31 · ответа нет"


def test_a_street_that_is_not_told_leaves_no_gap() -> None:
    assert "Мира" not in said_by("alarm", alarm("")) and "не указан" not in said_by("alarm", alarm(""))


@pytest.mark.parametrize("quiet", [
    alarm(taken=answered()), alarm(covered="source"), alarm(severity=Severity.WARNING), alarm(asked=False),
    alarm(raised_at=AT - timedelta(hours=12))])
def test_what_is_answered_covered_milder_or_old_interrupts_nobody(quiet: WallAlert) -> None:
    assert said_by("alarm", quiet) == ""


def test_a_case_says_the_position_of_whoever_has_taken_it_and_the_promise() -> None:
    said = said_by("terms", alarm(taken=answered(promise_on=ON + timedelta(days=4)))).replace("\N{NO-BREAK SPACE}", " ")
    assert said.count("✓ Руководитель МЦУ · к 28.11") == 4, "one in each column"
    assert "✓ на контроле и обещанный день" in said


def test_a_position_that_is_not_told_leaves_the_answer() -> None:
    assert "✓ на контроле " in said_by("terms", alarm(taken=answered("")))


def test_a_case_that_nobody_has_taken_has_no_line_of_it() -> None:
    assert "✓" not in said_by("terms", alarm())


def test_answers_take_their_room() -> None:
    alarms = tuple(alarm(topic=topic, taken=answered("Руководитель " * 9)) for topic in usual().titles["topic"])
    shown = [len(of_class(plain(PANELS["terms"].draw(sight(usual(alerts=each)))), "waiting")) for each in ((), alarms)]
    assert shown[1] < shown[0]


def test_broken_terms_without_an_answer_are_counted_quietly() -> None:
    assert "без ответа 2" in said_by("now", alarm(), alarm("ул. Ленина"), alarm(taken=answered()))
    assert "без ответа" not in said_by("now", alarm(taken=answered()))
