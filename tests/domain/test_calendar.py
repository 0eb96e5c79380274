"""Working days and hours of the town."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.calendar import Calendar, ending
from dashboard.domain.doubts import Doubts
from dashboard.domain.moments import day_number
from dashboard.errors import StoreError
from dashboard.holidays_ru import calendar_of, shipped_calendar

CALENDAR = shipped_calendar()
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def civil(text: str) -> datetime:
    """Return a wall-clock time of the town, which has no zone on purpose."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("day", ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01"])
def test_a_saturday_worked_by_decree_is_a_working_day(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", [
    "2023-02-24", "2023-05-08", "2024-04-29", "2024-04-30", "2024-05-10", "2024-12-30", "2024-12-31", "2025-05-02",
    "2025-05-08", "2025-06-13", "2025-11-03", "2025-12-31", "2026-01-09", "2026-03-09", "2026-05-11", "2026-12-31",
    "2026-11-22",
])
def test_a_transferred_day_off_is_not_worked(day: str) -> None:
    assert not CALENDAR.is_working(date.fromisoformat(day))


def test_the_new_year_block_of_2026_is_one_gap() -> None:
    assert CALENDAR.next_working_day(date(2025, 12, 30)) == date(2026, 1, 12)
    assert CALENDAR.previous_working_day(date(2026, 1, 12)) == date(2025, 12, 30)


def test_2026_has_247_working_days() -> None:
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(CALENDAR.is_working, year)) == 247


def test_the_third_working_day_skips_the_weekend() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 19), 3) == date(2026, 11, 24)


def test_nine_working_hours_over_a_short_friday_and_victory_day() -> None:
    """domain.md §7.3: an hour on 8 May, eight on 12 May."""
    assert CALENDAR.add_working_hours(civil("2026-05-08T15:00"), timedelta(hours=9)) == civil("2026-05-12T18:00")


def test_lunch_is_not_working_time() -> None:
    assert CALENDAR.add_working_hours(civil("2026-11-24T12:30"), timedelta(hours=1)) == \
        civil("2026-11-24T14:30")


def test_hours_that_begin_at_night_begin_with_the_next_working_morning() -> None:
    assert CALENDAR.add_working_hours(civil("2026-11-20T23:59"), timedelta(hours=1)) == \
        civil("2026-11-23T10:00")


def test_a_pause_does_not_count_as_working_time() -> None:
    pause = (civil("2026-11-24T10:00"), civil("2026-11-24T12:00"))
    assert CALENDAR.add_working_hours(civil("2026-11-24T09:00"), timedelta(hours=3), [pause]) == \
        civil("2026-11-24T15:00")


def test_a_working_saturday_keeps_the_hours_of_the_day_it_changed_with() -> None:
    assert CALENDAR.spans(date(2024, 4, 27))[-1][1] == civil("2024-04-27T18:00")


def test_a_short_day_loses_its_last_hour_and_a_very_short_one_its_afternoon() -> None:
    assert CALENDAR.spans(date(2026, 11, 3))[-1][1] == civil("2026-11-03T17:00")
    shorter = Calendar(short=frozenset({date(2026, 11, 3)}), short_by=timedelta(hours=5))
    assert shorter.spans(date(2026, 11, 3)) == ((civil("2026-11-03T09:00"), civil("2026-11-03T12:00")),)


def test_what_no_decree_settles_is_not_covered_but_weekends_and_lawful_holidays_stay() -> None:
    assert CALENDAR.covered(date(2026, 12, 31))
    assert not CALENDAR.covered(date(2027, 1, 1))
    assert not CALENDAR.is_working(date(2028, 1, 5))
    assert CALENDAR.is_working(date(2035, 1, 9))
    assert not Calendar().covered(date(2026, 1, 1))


def test_the_towns_own_rows_win_over_the_country() -> None:
    body = _policy(days_off=[_row("2026-11-24"), _row("2024-04-27")],
                   working=[{**_row("2026-11-22"), "like": "friday"}])
    calendar = calendar_of(body)
    assert not calendar.is_working(date(2026, 11, 24))
    assert not calendar.is_working(date(2024, 4, 27))
    assert calendar.spans(date(2026, 11, 22))[-1][1] == civil("2026-11-22T17:00")


def test_a_calendar_that_cannot_be_read_names_the_place() -> None:
    with pytest.raises(StoreError, match="short_by_minutes"):
        calendar_of(_policy(short_by_minutes="much"))


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_working_days_add_up(on: date, first: int, second: int) -> None:
    together = CALENDAR.add_working_days(on, first + second)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(on, first), second) == together


@given(DAYS, st.integers(0, 60))
def test_working_days_are_as_many_as_a_count_of_every_day_finds(on: date, amount: int) -> None:
    end = CALENDAR.add_working_days(on, amount)
    passed = [on + timedelta(days=n) for n in range(1, (end - on).days + 1)]
    assert sum(map(CALENDAR.is_working, passed)) == amount


def _row(day: str) -> dict[str, object]:
    return {"day": day, "source": "the head's order", "confirmed": True}


def _policy(**changes: object) -> dict[str, object]:
    week = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("monday", "tuesday", "wednesday", "thursday")}
    hours = {**week, "friday": [["09:00", "13:00"], ["14:00", "17:00"]], "source": "order", "confirmed": True}
    return {"source": "law", "confirmed": True, "covered_until": "2026-12-31", "hours": hours,
            "short_by_minutes": 60, **changes}


@pytest.mark.parametrize(("today", "left"), [
    ("2026-10-31", 61), ("2026-11-01", 60), ("2026-11-02", 59), ("2026-12-31", 0), ("2027-01-01", -1),
])
def test_the_calendar_warns_sixty_days_before_it_ends(today: str, left: int) -> None:
    assert ending(CALENDAR, date.fromisoformat(today)) == (None if left >= 60 else left)


def test_a_calendar_of_which_nothing_is_decreed_has_ended() -> None:
    assert ending(Calendar(), date(2026, 1, 1)) == -1


@pytest.mark.parametrize(("due", "origin", "unsure"), [
    ("2026-12-31", "pos-answer", False), ("2027-01-01", "pos-answer", True), ("2027-01-01", "export", False),
    (None, "pos-answer", False), ("2027-01-01", None, False),
])
def test_a_counted_term_beyond_the_decreed_calendar_is_provisional(due: str | None, origin: str | None,
                                                                    unsure: bool) -> None:
    on = None if due is None else day_number(date.fromisoformat(due))
    assert Doubts(CALENDAR).provisional(on, origin) is unsure
