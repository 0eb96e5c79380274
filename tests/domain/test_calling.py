"""Who hears next and when, how much working time has passed, until when answers hold, and what a person may write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from alarms import overdue

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.alert import Happening, Turn, alert_of
from dashboard.domain.alerts.calling import called, usual_ends, working_time
from dashboard.domain.alerts.duty import may_hear
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.alerts.saying import COMMENT, REASON, named, said
from dashboard.domain.calendar import Calendar
from dashboard.domain.people import Role, Viewer
from dashboard.errors import UsageError

ZONE = ZoneInfo("Europe/Moscow")
FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)  # 15:00 in the town, Friday ends at 17:00
HOUR = timedelta(hours=1)
RULES, CALENDAR = shipped_alerts(), Calendar()
FIRED = Happening(Turn.FIRED, FRIDAY, "room:alerts", {"finding": overdue()})
FIRST = Happening(Turn.ESCALATED, FRIDAY, "room:alerts", {"level": 1, "due_at": FRIDAY})


def test_of_a_fresh_alert_the_first_level_has_heard_and_the_head_hears_in_working_time() -> None:
    alert = alert_of([FIRED, FIRST])
    assert alert is not None
    told = called(alert, RULES, CALENDAR, ZONE, FRIDAY + 66 * HOUR)
    assert (told.heard, told.then) == ((Role.BLOCK,), Role.HEAD)
    assert told.at == datetime(2026, 11, 30, 8, tzinfo=UTC)  # two hours of Friday, two of Monday
    assert told.worked == 2 * HOUR


def test_of_what_is_taken_covered_or_of_no_ladder_any_more_nobody_hears_next() -> None:
    alert = alert_of([FIRED, FIRST])
    assert alert is not None
    quiet = replace(alert, inhibited="cause:1")
    other = replace(alert, finding=replace(alert.finding, subject=alert.subject._replace(ladder="gone")))
    for one in (quiet, other):
        told = called(one, RULES, CALENDAR, ZONE, FRIDAY)
        assert (told.then, told.at) == (None, None)


@pytest.mark.parametrize("since, until, hours", [
    (FRIDAY, FRIDAY + HOUR, 1), (FRIDAY, FRIDAY + 24 * HOUR, 2), (FRIDAY + 24 * HOUR, FRIDAY + 26 * HOUR, 0),
    (FRIDAY - 3 * HOUR, FRIDAY, 2), (FRIDAY, FRIDAY - HOUR, 0), (FRIDAY - 24 * HOUR, FRIDAY + 72 * HOUR, 15)])
def test_working_time_knows_lunch_evenings_and_weekends(since: datetime, until: datetime, hours: int) -> None:
    assert working_time(CALENDAR, ZONE, since, until) == hours * HOUR


def test_an_answer_usually_holds_to_the_end_of_the_day_the_next_noon_or_the_third_working_day() -> None:
    ends = {key: f"{at:%d.%m %H:%M}" for key, at in usual_ends(FRIDAY, CALENDAR, ZONE).items()}
    assert ends == {"day": "27.11 23:59", "noon": "28.11 12:00", "three": "02.12 23:59"}


def test_a_cause_is_heard_of_by_the_town_and_by_the_block_that_it_may_cover() -> None:
    roads, all_ = (Cause(1, "burst", blocks, frozenset({"heating"}), frozenset(), FRIDAY)
                   for blocks in (frozenset({"roads"}), frozenset[str]()))
    lead = Viewer("b", frozenset({Role.BLOCK}), frozenset({"housing"}))
    assert [may_hear(lead, cause) for cause in (roads, all_)] == [False, True]
    assert may_hear(Viewer("o", frozenset({Role.OPERATOR})), roads)
    assert not may_hear(Viewer("a", frozenset({Role.ADMINISTRATOR})), all_)


def test_what_a_person_writes_has_no_invisible_signs_and_an_end() -> None:
    assert said("  a\x00\x1b[31m\u202eb\nc ") == "a[31mb\nc"
    assert said(None) == ""
    for longest in (REASON, COMMENT):
        assert said("я" * longest, longest)
        with pytest.raises(UsageError, match="longer"):
            said("я" * (longest + 1), longest)


def test_members_of_a_cause_hold_no_line_s_end() -> None:
    assert named(["ул. Мира\nул. Лесная", "", " "]) == {"ул. Мира ул. Лесная"}
    assert named("heating") == {"heating"}
    assert named(None) == frozenset()
