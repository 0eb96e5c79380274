"""Names that are almost alike: what a source may mean, and what a finger meant to type."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from boards import russian

from layouts.desk.likeness import meant, slips
from layouts.desk.sources import unknown

TOPICS = {"": "", "yard_snow": "Снег во дворах", "road_snow": "Снег и наледь на дорогах", "heating": "Отопление",
          "hot_water": "Горячая вода", "waste": "Вывоз мусора", "places": "Опасные места",
          "lighting": "Уличное освещение"}


@pytest.mark.parametrize(("word", "member"), [
    ("Уборка снега", "yard_snow"), ("Отопление и ГВС", "heating"), ("Мусор", "waste"), ("Освещение улиц", "lighting"),
    ("Ъ", None), ("", None),
])
def test_a_word_of_a_source_is_taken_for_the_name_most_like_it(word: str, member: str | None) -> None:
    assert meant(word, TOPICS) == member


def test_the_most_alike_meaning_is_chosen_already_so_that_one_click_gives_it() -> None:
    waiting = [SimpleNamespace(id=1, source="s", field="topic", value="Уборка снега", rows=3)]
    drawn = unknown(waiting, {"topic": TOPICS}, lambda _, member: member, russian())
    [row] = drawn.children[1].children
    assert [cell.children.value for cell in row.children if hasattr(cell.children, "options")] == ["yard_snow"]


def test_nothing_is_meant_where_nothing_is_known() -> None:
    assert meant("Мусор", {}) is None


@pytest.mark.parametrize(("typed", "found"), [("отоплние", ["heating"]), ("мусра", ["waste"]), ("трамвай", []),
                                              ("", [])])
def test_a_slip_is_forgiven_and_another_word_is_not(typed: str, found: list[str]) -> None:
    assert slips(typed, TOPICS, 5) == found
