"""Promises of those who took an alert: what became of each, whatever happened to the alert since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.domain.alerts.alert import Fact, Happening, Turn
from dashboard.domain.alerts.pledges import Pledge, pledges
from dashboard.domain.promises import Fate

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")


def day(after: int) -> date:
    return (START + timedelta(days=after)).date()


def told(after: float, turn: Turn, **facts: Fact) -> Happening:
    return Happening(turn, START + timedelta(days=after), "person:anna", facts)


def taken(after: float, on: int | None, said: str = "roof") -> Happening:
    return told(after, Turn.ACKNOWLEDGED, promise_on=None if on is None else day(on), promise=said)


def fates(*log: Happening, today: int) -> list[tuple[date, Fate]]:
    return [(one.on, one.fate(day(today))) for one in pledges(log, ZONE)]


def test_a_promise_is_open_until_its_day_is_over_and_broken_after_it() -> None:
    log = (taken(0, 3),)
    assert fates(*log, today=3) == [(day(3), Fate.OPEN)]
    assert fates(*log, today=4) == [(day(3), Fate.BROKEN)]


def test_it_is_kept_when_the_alert_ended_by_that_day_and_kept_late_after_it() -> None:
    for ended, fate in ((2, Fate.KEPT), (3, Fate.KEPT), (4, Fate.KEPT_LATE)):
        assert fates(taken(0, 3), told(ended, Turn.RESOLVED, reason=""), today=9) == [(day(3), fate)]


def test_the_day_on_which_an_alert_ended_is_the_towns() -> None:
    late = Happening(Turn.RESOLVED, datetime(2026, 11, 26, 21, 30, tzinfo=UTC), "person:anna", {"reason": "done"})
    assert fates(taken(0, 3), late, today=9) == [(day(3), Fate.KEPT_LATE)]


def test_a_new_promise_replaces_one_whose_day_has_not_passed_but_not_a_broken_one() -> None:
    assert [one.said for one in pledges([taken(0, 3, "a"), taken(2, 5, "b")], ZONE)] == ["b"]
    assert fates(taken(0, 1), taken(2, 5), today=2) == [(day(1), Fate.BROKEN), (day(5), Fate.OPEN)]


def test_who_takes_it_without_a_day_promises_nothing_and_leaves_what_was_promised() -> None:
    assert pledges([taken(0, None)], ZONE) == []
    assert pledges([taken(0, 3), taken(1, None)], ZONE) == [Pledge(day(3), "roof")]


def test_an_alert_that_comes_back_breaks_no_promise_that_was_kept() -> None:
    log = [taken(0, 3), told(2, Turn.RESOLVED, reason=""), told(4, Turn.RETURNED), taken(5, 7)]
    assert fates(*log, today=9) == [(day(3), Fate.KEPT), (day(7), Fate.BROKEN)]
