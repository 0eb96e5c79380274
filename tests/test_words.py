"""How the room speaks: plurals, numbers, dates, ages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.errors import RoomError, UsageError
from dashboard.words import Words

ZONE = ZoneInfo("Europe/Moscow")
RUSSIAN = Words.load("ru", ZONE)
ENGLISH = Words.load("en", ZONE)


@pytest.mark.parametrize(("n", "said"), [
    (0, "0 сообщений"), (1, "1 сообщение"), (2, "2 сообщения"), (5, "5 сообщений"), (11, "11 сообщений"),
    (21, "21 сообщение"), (22, "22 сообщения"), (112, "112 сообщений"), (1001, "1\u202f001 сообщение"),
])
def test_a_plural_follows_the_russian_rule(n: int, said: str) -> None:
    assert RUSSIAN.plural("{n} message", "{n} messages", n) == said


def test_without_a_catalogue_english_is_spoken_as_it_stands_in_the_code() -> None:
    assert ENGLISH("Overdue") == "Overdue"
    assert ENGLISH.plural("{n} message", "{n} messages", 2) == "2 messages"
    assert RUSSIAN("Overdue") == "Просрочено"
    assert RUSSIAN("") == ""


@pytest.mark.parametrize(("value", "digits", "said"), [
    (1234567.891, 2, "1\u202f234\u202f567,89"), (62.5, 1, "62,5"), (999, 0, "999"), (-3, 0, "−3"), (-0.2, 0, "0"),
])
def test_a_number_has_a_decimal_comma_and_narrow_spaces(value: float, digits: int, said: str) -> None:
    assert RUSSIAN.number(value, digits) == said


def test_per_cent_never_leaves_its_number() -> None:
    assert RUSSIAN.percent(62.54, 1) == "62,5\N{NO-BREAK SPACE}%"


def test_days_and_weeks_are_written_as_in_russian_papers() -> None:
    assert RUSSIAN.day(date(2026, 3, 1)) == "01.03.2026"
    assert RUSSIAN.short_day(date(2026, 3, 1)) == "01.03"
    week = RUSSIAN.week(date(2025, 11, 15), date(2025, 11, 21))
    assert week.replace("\N{NO-BREAK SPACE}", " ") == "сб 15.11 – пт 21.11"


def test_the_clock_is_the_towns() -> None:
    assert RUSSIAN.clock(datetime(2026, 11, 24, 22, 5, tzinfo=UTC)) == "01:05"


@pytest.mark.parametrize(("seconds", "said"), [
    (-1, "0 с"), (14, "14 с"), (60, "1 мин"), (300, "5 мин"), (3 * 3600, "3 ч"), (2 * 86400 + 5, "2 дня"),
    (12 * 86400, "12 дней"), (86400, "1 день"),
])
def test_an_age_takes_the_largest_fitting_unit(seconds: float, said: str) -> None:
    assert RUSSIAN.age(seconds).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(("days", "said"), [
    (4.8, "4,8 дня"), (1, "1 день"), (0.98, "1 день"), (21.0, "21 день"), (5.04, "5 дней"), (0.02, "меньше часа"),
    (0, "меньше дня"), (0.3, "7 часов"), (1 / 24, "1 час"), (1234.5, "1\u202f234,5 дня"),
])
def test_a_duration_is_said_as_people_say_it(days: float, said: str) -> None:
    assert RUSSIAN.days(days).replace("\N{NO-BREAK SPACE}", " ") == said


def test_an_error_is_told_in_the_persons_language() -> None:
    wrong = UsageError("Say why: a correction without a reason is not kept")
    assert RUSSIAN.error(wrong) != wrong.template
    assert ENGLISH.error(UsageError("No {what}", what="such thing")) == "No such thing"


def test_a_kept_error_is_told_later_in_the_persons_language_and_plain_text_as_it_stands() -> None:
    wrong = UsageError("There is no measure {name}", name="{zzz}")
    assert RUSSIAN.error(RoomError.unpacked(wrong.packed())) == RUSSIAN.error(wrong)
    assert RUSSIAN.error(RoomError.unpacked("said {once} by an older room")) == "said {once} by an older room"
