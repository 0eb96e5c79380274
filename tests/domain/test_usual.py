"""What is usual: the same weekdays of the eight weeks before."""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.domain.usual import WEEK, Level, usual

MONDAY = date(2026, 11, 23)


def test_a_day_is_compared_with_the_same_weekday_of_eight_weeks() -> None:
    counts = {MONDAY - WEEK * back: back for back in range(1, 20)}
    counts |= {MONDAY - WEEK * back + timedelta(days=1): 100 for back in range(1, 20)}
    assert usual(counts, MONDAY, MONDAY, date(2026, 1, 1)) == Level(2.75, 4.5, 6.25)


def test_days_without_questions_count_as_none_once_the_town_is_known() -> None:
    assert usual({}, MONDAY, MONDAY, MONDAY - WEEK * 4) == Level(0, 0, 0)


def test_too_few_weeks_make_nothing_usual() -> None:
    assert usual({MONDAY - WEEK: 5}, MONDAY, MONDAY, MONDAY - WEEK * 3) is None


def test_a_week_is_compared_with_whole_weeks_before() -> None:
    counts = {MONDAY - timedelta(days=ago): 1 for ago in range(1, 57)}
    assert usual(counts, MONDAY, MONDAY + timedelta(days=6), date(2026, 1, 1)) == Level(7, 7, 7)
