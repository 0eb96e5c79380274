"""Promises sorted into days, and the months that hold them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.promises import Fate, Promised, by_day, month_of, weeks_of

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def promised(on: date, fate: Fate = Fate.OPEN, kind: str = "question", title: str = "") -> Promised:
    return Promised(on, kind, title, "/", fate)


@given(st.lists(st.builds(promised, days, st.sampled_from(Fate))))
def test_every_row_stands_under_its_day_and_the_days_are_in_order(rows: list[Promised]) -> None:
    found = by_day(rows)
    assert list(found) == sorted({row.on for row in rows})
    assert sorted(row for told in found.values() for row in told) == sorted(rows)
    assert all(row.on == on for on, told in found.items() for row in told)


def test_within_a_day_what_is_broken_comes_first_whoever_promised_it() -> None:
    on = date(2026, 12, 3)
    rows = [promised(on, Fate.KEPT), promised(on, Fate.OPEN, "alert", "b"), promised(on, Fate.OPEN, "alert", "a"),
            promised(on, Fate.BROKEN, "question", "z")]
    assert [(row.fate, row.title) for row in by_day(rows)[on]] == [
        (Fate.BROKEN, "z"), (Fate.OPEN, "a"), (Fate.OPEN, "b"), (Fate.KEPT, "")]


@given(days)
def test_the_weeks_of_a_month_are_whole_begin_on_monday_and_hold_all_its_days(on: date) -> None:
    weeks, (first, last) = weeks_of(on), month_of(on)
    told = [day for week in weeks for day in week]
    assert {week[0].weekday() for week in weeks} == {0} and {len(week) for week in weeks} == {7}
    assert told == [told[0] + timedelta(days=number) for number in range(len(told))]
    assert first in weeks[0] and last in weeks[-1]


@given(days)
def test_a_month_ends_the_day_before_the_next_one_begins(on: date) -> None:
    first, last = month_of(on)
    assert first <= on <= last and first.day == 1 and (last + timedelta(days=1)).day == 1
