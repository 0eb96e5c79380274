"""A surge is far above the usual day, has a topic, and lasts as long as its days follow each other."""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.metrics.surges import Band, bands

FIRST = date(2026, 11, 1)


def days(*counts: int) -> list[tuple[date, int]]:
    """Days in a row with these counts."""
    return [(FIRST + timedelta(days=i), n) for i, n in enumerate(counts)]


def band(first: int, last: int) -> Band:
    """A band by the places of its ends."""
    return Band(FIRST + timedelta(days=first), FIRST + timedelta(days=last))


def test_a_surge_is_far_above_the_usual_day_and_not_two_cases_instead_of_one() -> None:
    assert bands(days(*[1] * 10, 3)) == []
    assert bands(days(*[1] * 10, 20)) == [band(10, 10)]


def test_surging_days_in_a_row_are_one_band_and_others_are_not() -> None:
    assert bands(days(4, 30, 31, 4, 4, 4, 40)) == [band(1, 2), band(6, 6)]


def test_no_day_is_a_surge_where_there_are_none() -> None:
    assert bands([]) == []
