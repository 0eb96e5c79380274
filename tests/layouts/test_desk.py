"""The desk's parts: addresses that come back, numbers with their trust, the path down, words for every state."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from boards import AT, BOARDS, ON, figure, russian, sight, usual
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.dimension import Dimension
from dashboard.domain.figures import Drill, Trust
from dashboard.domain.measures import MEASURES
from dashboard.domain.predicates import All
from dashboard.domain.predicates import Any as AnyOf
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.weekly import Named, Week
from dashboard.registry import discover
from dashboard.town import Town
from layouts.address import dimension_keys
from layouts.desk.evidence import SHAPES, STATES, lacking, value_of
from layouts.desk.filters import Choices, filters, periods
from layouts.desk.formula import Formula
from layouts.desk.glance import PREVIOUS, YEAR, Glance, glance_of, is_bare, narrowed
from layouts.desk.numbers import NUMBERS, Cards
from layouts.desk.path import PATH, next_level, trail, wider
from layouts.desk.periods import PRESETS, moved, preset_of
from layouts.desk.sentences import Sentences
from layouts.desk.sight import DeskSight
from layouts.desk.states import first_start, nothing_here, refused
from layouts.pages.desk import PANELS
from layouts.screens import Panel

LATIN = re.compile(r"[A-Za-z]{2,}")
WORDS = russian()
DESK = {key: panel for key, panel in discover("layouts.panels", Panel).items() if key in dict(PANELS)}
TOWN = Town(key="t", name="Заозерск", oktmo="1", zone="Europe/Moscow", centre=(69.4, 32.4, ""))
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))
MEMBERS = st.dictionaries(st.sampled_from(dimension_keys()),
                          st.frozensets(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=3))
MOMENTS = st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0))


def packed(part: Any) -> Any:
    """Components as plain JSON."""
    return json.loads(orjson.dumps(part, default=lambda each: each.to_plotly_json()))


def texts(part: Any) -> list[str]:
    """All texts of a tree of components, in order."""
    if isinstance(part, str | int):
        return [str(part)]
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


def said(part: Any) -> str:
    return " ".join(texts(packed(part)))


def title(_: str, member: str) -> str:
    return {"housing": "ЖКХ", "heating": "Отопление", "roads": "Дороги"}.get(member, member)


GLANCES = st.builds(Glance, st.builds(Scope, DAYS, DAYS, MEMBERS), st.builds(View, MOMENTS, MOMENTS),
                    st.sampled_from(sorted(MEASURES)), st.sampled_from([PREVIOUS, YEAR]))


@given(GLANCES)
def test_a_glance_survives_its_own_address(glance: Glance) -> None:
    assert glance_of(glance.search) == glance


def test_an_address_without_a_moment_is_bare_and_a_settled_one_is_not() -> None:
    assert is_bare("")
    assert is_bare("?block=housing")
    assert not is_bare(Glance().at(AT).search)


def test_a_glance_that_stands_is_judged_and_known_at_one_moment() -> None:
    assert Glance().at(AT.replace(microsecond=7)).view == View(AT, AT)


def test_a_day_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(UsageError):
        glance_of("?since=yesterday")


def test_a_measure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError):
        glance_of("?measure=zzz")


def test_choosing_a_member_twice_takes_it_back() -> None:
    once = Glance().toggled("topic", "heating")
    assert once.scope.members == {"topic": frozenset({"heating"})}
    assert once.toggled("topic", "heating").scope.members == {}
    assert once.toggled("topic", "").scope.members == {"topic": frozenset({"heating", ""})}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_is_recognised_by_its_days(preset) -> None:  # type: ignore[no-untyped-def]
    tuesday = date(2026, 11, 24)
    found = preset_of(Scope(*preset.ends(tuesday, TOWN.week_of)), tuesday, TOWN.week_of)
    assert found is preset


def test_the_weeks_run_from_saturday_to_friday() -> None:
    ends = {preset.key: preset.ends(date(2026, 11, 24), TOWN.week_of) for preset in PRESETS}
    assert ends["week"] == (date(2026, 11, 21), date(2026, 11, 27))
    assert ends["former_week"] == (date(2026, 11, 14), date(2026, 11, 20))
    assert ends["quarter"] == (date(2026, 10, 1), date(2026, 11, 24))
    assert ends["all"] == (None, None)


def test_refreshing_moves_a_preset_to_the_new_day_and_leaves_chosen_days_alone() -> None:
    today, tomorrow = date(2026, 11, 24), date(2026, 11, 25)
    assert moved(Scope(today, today), today, tomorrow, TOWN.week_of) == Scope(tomorrow, tomorrow)
    own = Scope(date(2026, 11, 3), date(2026, 11, 7))
    assert moved(own, today, tomorrow, TOWN.week_of) == own


def test_the_year_before_compares_only_the_days_that_have_come() -> None:
    today = date(2026, 11, 24)
    assert Scope(date(2026, 11, 21), date(2026, 11, 27)).a_year_before(today) == Scope(date(2025, 11, 21),
                                                                                      date(2025, 11, 24))
    leap = date(2024, 2, 29)
    assert Scope(leap, leap).a_year_before(leap) == Scope(date(2023, 2, 28), date(2023, 2, 28))
    assert Scope().a_year_before(today) is None


def test_the_path_goes_from_block_to_house_and_back() -> None:
    glance, seen = Glance(), []
    for level in PATH:
        assert next_level(glance) == level
        glance = glance.within(level, "x")
    assert next_level(glance) == "house"
    while (up := wider(glance)) is not None:
        seen.append(sorted(glance.scope.members))
        glance = up
    assert [len(members) for members in seen] == [4, 3, 2, 1]


def test_the_trail_names_the_steps_and_each_opens_its_level() -> None:
    glance = Glance().within("block", "housing").within("topic", "heating").within("channel", "pos")
    drawn = packed(trail(glance, "Заозерск", title, WORDS))
    assert [text for text in texts(drawn) if text not in "←›×"] == ["Заозерск", "ЖКХ", "Отопление", "pos"]
    assert [sorted(glance_of(href.partition("?")[2]).scope.members) for href in links(drawn)] == [
        ["block", "channel"], ["channel"], ["block", "channel"], ["block", "topic"]]


def test_filters_show_every_dimension_that_divides_with_counts() -> None:
    dimensions = {key: value for key, value in _dimensions().items() if key in ("topic", "block")}
    glance = Glance().within("topic", "heating")
    choices = [Choices(dimensions["topic"], {"heating": 11, "": 2, "roads": 5}), Choices(dimensions["block"], {"b": 3})]
    drawn = packed(filters(glance, choices, title, WORDS))
    assert len(drawn) == 1, "a block with one member has nothing to ask"
    shown = texts(drawn)
    assert shown[:2] == ["Тема", "1"]
    assert [shown[i:i + 3] for i in (2, 5, 8)] == [["☑", "Отопление", "11"], ["☐", "Дороги", "5"],
                                                  ["☐", "не указано", "2"]]


def _dimensions() -> dict[str, Any]:
    return discover("dashboard.domain.dimensions", Dimension)


def test_the_present_period_is_marked() -> None:
    today = date(2026, 11, 24)
    drawn = packed(periods(Glance(Scope(today, today)), today, TOWN.week_of, WORDS))
    assert [link["props"]["children"][0] for link in drawn if "desk-on" in link["props"]["className"]] == ["Сегодня"]


@pytest.mark.parametrize("state", BOARDS)
def test_the_numbers_speak_russian_for_every_state_of_the_board(state: str) -> None:
    told = said(Cards(BOARDS[state](), WORDS, PREVIOUS, {}).draw())
    assert "{" not in told
    assert LATIN.findall(told) == []


def test_a_stale_number_loses_its_size_and_says_its_age_first() -> None:
    cards = packed(Cards(BOARDS["stale"](), WORDS, PREVIOUS, {}).draw())
    open_ = next(card for card in cards if "В работе всего" in texts(card))
    assert "desk-value-stale" in json.dumps(open_)
    shown = texts(open_)
    assert shown.index("12\N{NO-BREAK SPACE}дней назад") < shown.index("143")
    assert any("без «ПОС» с 12.11" in text for text in shown)


def test_a_number_that_cannot_be_counted_is_not_a_zero() -> None:
    told = said(Cards(BOARDS["unavailable"](), WORDS, PREVIOUS, {}).draw())
    assert told.count("сейчас не считается") == len(NUMBERS)
    assert not re.search(r"\b0\b", told)


def test_a_number_opens_its_rows_and_shows_how_many_notes_it_has() -> None:
    cards = packed(Cards(usual(), WORDS, PREVIOUS, {"open": 2}).draw())
    assert [href for href in links(cards) if "overdue_open" in href]
    assert "2 заметки" in said(Cards(usual(), WORDS, PREVIOUS, {"open": 2}).draw())


def test_appeals_are_named_where_they_differ_from_questions() -> None:
    assert "в обращениях: 114" in said(Cards(usual(), WORDS, PREVIOUS, {}).draw())
    assert "в обращениях" not in said(Cards(usual(appeals=123), WORDS, PREVIOUS, {}).draw())


def test_growth_of_the_overdue_is_worse_and_growth_of_the_share_on_time_is_better() -> None:
    board = usual(metrics={"overdue_open": (figure("", 7, "overdue_open", before=5.0),)})
    assert "desk-worse" in json.dumps(packed(Cards(board, WORDS, PREVIOUS, {}).draw()))
    fell = usual(metrics={"overdue_open": (figure("", 7, "overdue_open", before=9.0),)})
    assert "desk-better" in json.dumps(packed(Cards(fell, WORDS, PREVIOUS, {}).draw()))


@pytest.mark.parametrize("state", BOARDS)
@pytest.mark.parametrize("key", DESK)
def test_every_panel_of_the_desk_is_drawn_for_every_state(key: str, state: str) -> None:
    seen = sight(BOARDS[state]())
    told = said(DESK[key].draw(seen))
    assert "{" not in told
    assert LATIN.findall(told) == []
    assert DESK[key].figure is not None
    drawn = orjson.loads(orjson.dumps(DESK[key].figure(seen)))  # type: ignore[misc]
    assert drawn["layout"]["height"] > 0


def test_a_mark_carries_the_address_of_its_rows() -> None:
    drawn: Any = DESK["desk_ratings"].figure(sight())  # type: ignore[misc]
    glances = [glance_of(search) for search in drawn["data"][0]["customdata"]]
    assert [glance.measure for glance in glances] == [f"rated_{mark}" for mark in range(1, 6)]


def test_departments_with_too_few_cases_are_named_apart_and_not_drawn() -> None:
    few = replace(figure("ЕДДС", 2, "on_time_with_deadline"), value=None, unit="percent", of=3)
    judged = replace(figure("Медсанчасть", 9, "on_time_with_deadline"), value=90.0, unit="percent", of=10, low=60.0,
                     high=98.0)
    whole = replace(figure("", 11), value=85.0, unit="percent", of=13)
    board = usual(metrics={"axis_speed": (whole, replace(few, state=Trust.TOO_FEW), judged)})
    panel = DESK["desk_speed"]
    drawn: Any = panel.figure(sight(board))  # type: ignore[misc]
    assert len(drawn["data"][0]["x"]) == 1
    assert "ЕДДС · 3" in said(panel.draw(sight(board)))


def test_the_map_shows_the_listed_houses_and_marks_broken_terms() -> None:
    scope = Scope(members={"house": frozenset({"ул. Мира, 5"})})
    board = usual(metrics={"listed_by_place": (figure("ул. Мира, 5", 4, drill=Drill("received", scope)),
                                               figure("ул. Мира, 7", 1)),
                           "overdue_open_by_place": (figure("ул. Мира, 5", 1),)})
    plain = sight(board)
    seen = DeskSight(board, plain.words, plain.plan, {"ул. Мира, 5": (69.4, 32.45), "ул. Мира, 7": (69.4, 32.46)})
    drawn: Any = DESK["desk_map"].figure(seen)  # type: ignore[misc]
    trace = drawn["data"][0]
    assert len(set(trace["marker"]["color"])) == 2
    assert trace["marker"]["size"][0] > trace["marker"]["size"][1]
    assert glance_of(trace["customdata"][0]).scope == scope
    assert drawn["layout"]["annotations"][0]["text"] == "схема"


def test_a_house_and_its_count_are_not_read_as_one_address() -> None:
    board = usual(metrics={"listed_by_place": (figure("ул. Флотская, 4", 7),), "overdue_open_by_place": ()})
    plain = sight(board)
    seen = DeskSight(board, plain.words, plain.plan, {"ул. Флотская, 4": (69.4, 32.45)})
    assert "ул. Флотская, д. 4 — 7 вопросов" in said(DESK["desk_map"].draw(seen)).replace("\N{NO-BREAK SPACE}", " ")


def test_long_periods_are_drawn_by_weeks_whose_marks_open_the_whole_week() -> None:
    first = ON - timedelta(days=199)
    days = tuple(figure((first + timedelta(days=i)).isoformat(), 1,
                        drill=Drill("received", Scope(first + timedelta(days=i), first + timedelta(days=i))))
                 for i in range(200))
    drawn: Any = DESK["desk_flow"].figure(sight(usual(metrics={"inflow": days, "closing": ()})))  # type: ignore[misc]
    bars = drawn["data"][0]
    assert bars["y"][:2] == [7, 7]
    assert glance_of(bars["customdata"][0]).scope == Scope(first, first + timedelta(days=6))
    assert sum(bars["y"]) == 200


def flow_of(days: int, *, until: date = ON) -> Any:
    """The figure of so many days, two questions a day, in a town known for long with four a day before."""
    shown = [until - timedelta(days=i) for i in range(days - 1, -1, -1)]
    board = usual(metrics={"closing": (), "inflow": tuple(
        figure(day.isoformat(), 2, drill=Drill("received", Scope(day, day))) for day in shown)})
    before = {shown[0] - timedelta(days=i): 4 for i in range(1, 57)}
    plain = sight(board)
    seen = DeskSight(board, plain.words, plain.plan, daily={**before, **dict.fromkeys(shown, 2)},
                     daily_since=min(before))
    return DESK["desk_flow"].figure(seen), said(DESK["desk_flow"].draw(seen))  # type: ignore[misc]


def test_a_series_shows_what_is_usual_on_such_days() -> None:
    drawn, told = flow_of(7)
    low, high, middle = (trace["y"] for trace in drawn["data"][:3])
    assert low == high == middle == [4] * 7
    assert "обычно" in told


def test_the_day_that_is_not_over_is_hatched_and_a_past_one_is_not() -> None:
    drawn, told = flow_of(7)
    assert drawn["data"][3]["marker"]["pattern"]["shape"] == [""] * 6 + ["/"]
    assert "заштрихован" in told
    past, told = flow_of(7, until=ON - timedelta(days=1))
    assert set(past["data"][3]["marker"]["pattern"]["shape"]) == {""}
    assert "заштрихован" not in told


def test_the_share_on_time_is_an_axis_of_per_cent() -> None:
    judged = replace(figure("Медсанчасть", 9, "on_time_with_deadline"), value=90.0, unit="percent", of=10)
    drawn: Any = DESK["desk_speed"].figure(sight(usual(metrics={"axis_speed": (judged,)})))  # type: ignore[misc]
    assert "%" in drawn["layout"]["xaxis"]["title"]["text"]


def test_the_axis_of_few_questions_counts_whole_ones() -> None:
    days = tuple(figure((ON - timedelta(days=i)).isoformat(), i % 2, drill=Drill("received", Scope()))
                 for i in range(5, -1, -1))
    drawn: Any = DESK["desk_flow"].figure(sight(usual(metrics={"inflow": days, "closing": ()})))  # type: ignore[misc]
    assert drawn["layout"]["yaxis"]["dtick"] == 1


def test_every_number_of_the_week_is_a_link_to_its_rows() -> None:
    scope = Scope(date(2026, 11, 14), date(2026, 11, 20))
    top = (Named("topic", "heating", 4, Drill("received", scope.within("topic", "heating"))),)
    week = Week(scope, 33, 40, Drill("received", scope), top, (), (), 9, 4, 15, 12, 3, ())
    drawn = packed(Sentences(WORDS, View(AT, AT), title).say(week))
    assert "зафиксировано" in " ".join(texts(drawn))
    measures = [glance_of(href.partition("?")[2]).measure for href in links(drawn)]
    assert measures == ["received", "received", "received_resolved", "received_explained", "received_open",
                        "overdue_open"]


def test_a_narrowed_address_keeps_both_clocks() -> None:
    found = glance_of(narrowed(Drill("open", Scope()), View(AT, AT)))
    assert found.view == View(AT, AT)
    assert found.measure == "open"


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_formula_is_written_in_russian(key: str) -> None:
    told = Formula(WORDS, lambda _, member: title(_, "housing")).of(MEASURES[key].where)
    assert told
    assert LATIN.findall(told) == []


def test_a_formula_says_what_the_predicate_says() -> None:
    formula = Formula(WORDS, title)
    assert formula.of(MEASURES["satisfied"].where) == "Оценка ≥ 4"
    assert formula.of(MEASURES["open"].where) == "«Закрыто» неизвестно"
    assert formula.of(All()) == "все вопросы"
    assert formula.of(AnyOf()) == "ни один вопрос"


def test_every_state_has_its_own_words_and_a_next_step() -> None:
    glance = Glance(Scope(date(2026, 1, 1), date(2026, 1, 2))).within("topic", "heating")
    states = (first_start(WORDS), nothing_here(glance, WORDS), refused("Дата не читается", WORDS))
    told = [packed(part) for part in states]
    assert len({texts(part)[0] for part in told}) == 3
    assert all(links(part) for part in told)


def test_every_state_of_a_source_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(STATES)
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_what_is_lacking_names_the_source_and_since_when() -> None:
    board = BOARDS["partial"]()
    whole = board.metrics["open"][0]  # type: ignore[index]
    assert lacking(whole, board, WORDS) == "без «ПОС» с 12.11"
    assert value_of(replace(whole, value=None), WORDS) != "0"
