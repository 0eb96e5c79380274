from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.moments import Moment, day_number, day_of, day_start, instant_of, micros, moment_at
from tests.domain.builders import ZONE, at, day, moments

BORN = datetime(1950, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=50_000)).map(lambda since: BORN + since)


def test_the_civil_day_is_that_of_the_towns_zone() -> None:
    late = datetime(2025, 3, 1, 22, 30, tzinfo=UTC)
    assert moment_at(late, ZONE) == Moment(date(2025, 3, 2), late)
    assert moment_at(late, ZoneInfo("America/New_York")).on == date(2025, 3, 1)


def test_two_instants_compare_as_instants_even_on_one_day() -> None:
    assert at(1, 13).later_than(at(1, 12))
    assert not at(1, 12).later_than(at(1, 12))


def test_a_whole_day_is_never_later_than_a_moment_within_it_nor_earlier() -> None:
    assert not day(1).later_than(at(1, 0)) and not at(1, 23).later_than(day(1))
    assert day(2).later_than(at(1, 23)) and at(2, 0).later_than(day(1))


def test_a_whole_day_is_ordered_by_its_first_instant() -> None:
    assert day(1).starts_at(ZONE) == at(1, 0).at
    assert at(1, 5).starts_at(ZONE) == at(1, 5).at


def test_the_day_on_which_the_clocks_change_begins_once() -> None:
    new_york = ZoneInfo("America/New_York")
    assert day_start(date(2015, 3, 8), new_york) == datetime(2015, 3, 8, 5, tzinfo=UTC)
    assert day_start(date(2015, 3, 9), new_york) == datetime(2015, 3, 9, 4, tzinfo=UTC)


@given(moments, moments)
def test_of_two_moments_at_most_one_is_later(first: Moment, second: Moment) -> None:
    assert not (first.later_than(second) and second.later_than(first))


@given(st.dates())
def test_a_day_survives_its_storage(on: date) -> None:
    assert day_of(day_number(on)) == on


@given(instants)
def test_an_instant_survives_its_storage_to_the_microsecond(instant: datetime) -> None:
    assert instant_of(micros(instant)) == instant
    assert micros(instant + timedelta(microseconds=1)) == micros(instant) + 1


def test_days_before_the_epoch_have_negative_numbers() -> None:
    assert (day_number(date(1970, 1, 1)), day_number(date(1969, 12, 31))) == (0, -1)
