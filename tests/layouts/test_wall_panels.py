"""Every panel of the wall is drawn for every state of the board, and says what may be believed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import orjson
import pytest
from boards import AT, BOARDS, cluster, doubted, figure, sight, unavailable, usual

from dashboard.domain.figures import Trust
from dashboard.registry import discover
from layouts.pages.wall import PLACES
from layouts.panels.now import backlog
from layouts.panels.rating import apart
from layouts.panels.topics import spread
from layouts.panels.weeks import surge_days
from layouts.parcel import parcel
from layouts.screens import Panel
from layouts.sentences import changes

PANELS = {key: panel for key, panel in discover("layouts.panels", Panel).items() if panel.scene in PLACES}


def drawn(panel: Panel, state: str) -> Any:
    """The panel's components as JSON."""
    packed = orjson.dumps(panel.draw(sight(BOARDS[state]())), default=lambda part: part.to_plotly_json())
    return json.loads(packed)


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


def test_a_surge_is_far_above_the_usual_day_and_not_two_cases_instead_of_one() -> None:
    quiet = [figure(str(i), 1) for i in range(10)]
    assert surge_days([*quiet, figure("x", 3)]) == frozenset()
    assert surge_days([*quiet, figure("x", 20)]) == {"x"}


def test_a_department_is_marked_only_when_its_whole_interval_lies_on_one_side() -> None:
    town = figure("", 50)
    assert apart(figure("a", 40, low=30.0, high=49.0), town) == -1
    assert apart(figure("a", 40, low=30.0, high=51.0), town) == 0
    assert apart(figure("a", 60, low=51.0, high=70.0), town) == 1


def test_labels_of_a_slope_chart_never_stand_nearer_than_asked_and_keep_their_order() -> None:
    moved = spread([50.0, 50.0, 50.0, 98.0, 2.0], 9.0)
    assert all(b - a >= 8.99 for a, b in zip(sorted(moved), sorted(moved)[1:], strict=False))
    assert min(moved) >= 4.5 and max(moved) <= 95.5


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
