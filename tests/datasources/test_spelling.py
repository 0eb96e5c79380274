"""One spelling for what is written differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import made

from datasources.addresses import address_styles
from datasources.binding import best_binding
from datasources.spelling import clean, code_of, fold
from datasources.tables.sheet import Sheet

HEADERS = ["No", "Дата поступления", "Тип решения", "Фаст-трек", "Оценка ответа заявителем"]
PROFILE = made(
    columns={
        "number": "No",
        "received": "Дата поступления",
        "outcome": "Тип решения",
        "lane": "Фаст-трек",
        "rating": "Оценка ответа заявителем",
    }
)


@given(
    st.permutations(HEADERS),
    st.lists(st.sampled_from(["Лишний", "Ещё один", ""]), max_size=3),
    st.sampled_from(
        [str.upper, str.lower, lambda t: t.replace(" ", "\u00a0 "), lambda t: f" {t}:", lambda t: t.replace("-", "–")]
    ),
)
def test_headers_match_in_any_order_case_and_spacing(order: list[str], extra: list[str], spoil: object) -> None:
    header = [spoil(h) for h in order] + extra  # type: ignore[operator]
    sheet = Sheet("csv", (["Отчёт за январь"], header, ["1", "2"]), 3, lambda: iter([]))
    binding = best_binding(sheet, PROFILE)
    assert binding.at == 1 and not binding.missing
    for field, chain in PROFILE.columns.items():
        assert [s.places for s in binding.seats[field]] == [(order.index(chain[0].headers[0]),)]
    assert set(binding.ignored) == {e for e in extra if e}


@given(st.text())
def test_folding_and_cleaning_twice_is_the_same_as_once(text: str) -> None:
    assert clean(clean(text)) == clean(text) or text.startswith('="')
    assert fold(fold(text)) == fold(text)


def test_latin_letters_that_look_cyrillic_make_no_other_word() -> None:
    assert fold("CTATYC") == fold("СТАТУС") and fold("Ещё") == fold("ЕЩЕ") and fold("«Дело»") == fold('"дело"')


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("А-123", "A-123"),
        ("A-123", "A-123"),
        ("OГ-7", "ОГ-7"),
        ("ОГ-7", "ОГ-7"),
        (" 00\u00a017 ", "00 17"),
        ('="007"', "007"),
    ],
)
def test_codes_of_two_alphabets_are_one_code(told: str, code: str) -> None:
    assert code_of(told) == code


@pytest.mark.parametrize(
    ("text", "street", "house"),
    [
        ("г. Заозерск, ул. Мира, д. 5, кв. 3", "ул. Мира", "ул. Мира, 5"),
        ("улица Мира дом 5 корп. 2", "ул. Мира", "ул. Мира, 5 корп. 2"),
        ("пер Школьный, 1", "пер. Школьный", "пер. Школьный, 1"),
        ("Мира ул., 5а", "ул. Мира", "ул. Мира, 5а"),
        ("Мурманская обл, г Заозерск, ул Строительная", "ул. Строительная", None),
        ("Россия, Мурманская область, городской округ ЗАТО Заозерск", None, None),
        ("", None, None),
    ],
)
def test_a_russian_address_gives_street_and_house_or_nothing(text: str, street: str | None, house: str | None) -> None:
    assert address_styles()["ru"].read(text) == (street, house)


@given(st.text(alphabet="ул. пердМирак5,/-", max_size=400))
def test_no_address_takes_long_to_read(text: str) -> None:
    assert len(address_styles()["ru"].read(text)) == 2
