"""What may be told of few cases."""

from __future__ import annotations

from datetime import date
from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.clusters import Cluster
from dashboard.domain.coarse import CELL_M, METRES_PER_DEGREE, cell, coarse
from dashboard.domain.disclosure import K_PLACE, harmless, hidden, hidden_in_any, is_private, main_street

PLACES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 9), max_size=9)


def heap(n: int = 5, lat: float = 69.40123, lon: float = 32.45678) -> Cluster:
    day = date(2026, 11, 20)
    return Cluster("c", lat, lon, 12.0, n, 0.2, ("heating",), day, day, tuple(range(n)), 0.01, 90.0, "ул. Мира")


@given(PLACES)
def test_no_place_with_fewer_than_three_cases_is_named(counts: dict[str, int]) -> None:
    assert all(n >= K_PLACE for place, n in counts.items() if place not in hidden(counts))


@given(PLACES)
def test_the_count_of_a_hidden_place_cannot_be_computed_from_the_total(counts: dict[str, int]) -> None:
    unnamed = hidden(counts)
    if not unnamed or len(unnamed) == len(counts):
        return
    known = sum(counts.values()) - sum(n for place, n in counts.items() if place not in unnamed)
    others = len(unnamed) - 1
    possible = [n for n in range(1, known + 1) if (known - n >= others if others else known == n)]
    assert len(possible) > 1
    assert known >= K_PLACE


@given(PLACES)
def test_nothing_is_hidden_where_every_place_has_enough(counts: dict[str, int]) -> None:
    assert hidden({place: n + K_PLACE for place, n in counts.items()}) == frozenset()


@given(PLACES)
def test_not_more_is_hidden_than_is_needed(counts: dict[str, int]) -> None:
    few = {place for place, n in counts.items() if n < K_PLACE}
    assert len(hidden(counts)) <= len(few) + 2


def test_the_second_smallest_is_hidden_with_the_only_small_one() -> None:
    assert hidden({"Мира": 9, "Флотская": 4, "Школьная": 1}) == {"Школьная", "Флотская"}


def test_the_unknown_place_is_no_place_and_hides_nobody() -> None:
    assert hidden({"": 1, "Мира": 9}) == frozenset()


def test_a_place_small_in_one_of_two_counts_is_named_in_neither() -> None:
    assert hidden_in_any([{"a": 9, "b": 8, "c": 7}, {"a": 5, "b": 4, "c": 1}]) == {"b", "c"}


@pytest.mark.parametrize("owner", ["Иванов И.И.", "Иванов И. И.", "И. И. Иванов", "Петрова-Водкина А.",
                                   "Сидорова Анна Петровна", "Кузьмин Илья Ильич", "Волкова Ольга Никитична"])
def test_a_person_is_no_owner(owner: str) -> None:
    assert is_private("department", owner)


@pytest.mark.parametrize("owner", ["ЕДДС", "Главный инженер", "Служба городского хозяйства", "Управляющая организация",
                                   "Отдел опеки и попечительства", "МБУ «Городское хозяйство»", "D", ""])
def test_a_position_or_a_body_is_an_owner(owner: str) -> None:
    assert not is_private("department", owner)


def test_persons_count_as_nobody_and_the_sum_stays() -> None:
    assert harmless("department", {"": 2, "ЕДДС": 5, "Иванов И.И.": 3}) == {"": 5, "ЕДДС": 5}


@pytest.mark.parametrize("word", ["звоните +7 (921) 000-11-22", "call 555-0100", "dasha@example.org", "Мира, 9, кв. 17",
                                  "5 Main St apt 3", "прорвало трубу, звоните [телефон]", "[имя]"])
def test_a_phone_a_mail_and_a_flat_are_no_word_of_any_dimension(word: str) -> None:
    assert is_private("topic", word)
    assert is_private("street", word)


@pytest.mark.parametrize("word", ["Квартирный вопрос", "ул. А. С. Пушкина", "А. С. Пушкина", "4077 Main St"])
def test_a_street_may_bear_a_name_and_a_number(word: str) -> None:
    assert not is_private("street", word)


def test_a_street_is_named_for_three_cases_on_it() -> None:
    assert main_street(["ул. Мира"] * 3 + ["ул. Флотская"] * 2 + [""] * 9) == "ул. Мира"
    assert main_street(["ул. Мира"] * 2 + ["ул. Флотская"] * 2) == ""


@given(st.floats(-80, 80), st.floats(-179, 179))
def test_a_cell_is_near_its_places_and_the_cell_of_its_own_middle(lat: float, lon: float) -> None:
    north, east = cell(lat, lon)
    across = METRES_PER_DEGREE * cos(radians(north))
    assert hypot((lat - north) * METRES_PER_DEGREE, (lon - east) * across) <= CELL_M * 0.75
    assert cell(north, east) == (north, east)


def test_a_heap_is_told_by_its_cell_without_its_cases() -> None:
    (told,) = coarse([heap(), heap(2)])
    assert (told.n, told.street, told.members, told.radius_m) == (5, "ул. Мира", (), 50.0)
    assert (told.lat, told.lon) == cell(heap().lat, heap().lon) != (heap().lat, heap().lon)
    assert coarse([heap(lat=69.40125)])[0].lat == told.lat


@pytest.mark.parametrize("words", ["у меня дома прорвало трубу", "Прорвало трубу, помогите срочно!",
                                   "когда починят лифт у нас?",
                                   "Здравствуйте. " * 12])
def test_a_sentence_in_a_topic_is_somebodys_and_no_category(words: str) -> None:
    assert is_private("topic", words)


@pytest.mark.parametrize("name", ["Снег и наледь на дорогах", "Request for Pothole Repair", "snow_ice", "вывоз мусора",
                                  "Отдел имущественных отношений и жилищной политики Администрации города"])
def test_the_name_of_a_category_may_be_told(name: str) -> None:
    assert not is_private("topic", name)
