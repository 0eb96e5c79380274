"""The deadline engine: golden cases with their sources, and properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.appeals import Value
from dashboard.domain.deadlines import Deadline, Terms, deadline_of, deadlines_of
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import fold
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rules import Roll, Rule, Stage, Start, Unit
from dashboard.domain.steps import Why
from dashboard.errors import StoreError
from dashboard.holidays_ru import shipped_calendar
from dashboard.rulebook import rules_of, shipped_rules

ZONE = ZoneInfo("Europe/Moscow")
CALENDAR = shipped_calendar()
RULES = shipped_rules()
TOLD = datetime(2026, 11, 1, tzinfo=UTC)
LAW_59 = {"law": "59-fz", "channel": "sed"}
FAST = {"law": "pos", "lane": "fast", "channel": "pos"}
BASE = Rule("test", 10, Unit.WORKING_DAY, Start.NEXT_DAY, Roll.NONE, "a test", True)


def day(text: str) -> Moment:
    return Moment(date.fromisoformat(text))


def instant(text: str) -> Moment:
    return moment_at(datetime.fromisoformat(text).replace(tzinfo=ZONE), ZONE)


def event(kind: EventKind, happened: Moment, **facts: Value) -> Event:
    return Event(kind, happened, TOLD, facts)


def received(happened: Moment, **facts: Value) -> Event:
    return event(EventKind.RECEIVED, happened, **facts)


def judged(*events: Event, rules: tuple[Rule, ...] = RULES) -> Deadline:
    return deadline_of(events, rules, CALENDAR, ZONE)


@pytest.mark.parametrize(("registered", "roll", "due"), [
    ("2026-01-30", "before", "2026-02-27"),  # domain.md §7.2: the thirtieth day is Sunday 01.03.2026
    ("2026-01-30", "after", "2026-03-02"),
    ("2026-01-30", "none", "2026-03-01"),
    ("2024-01-30", "before", "2024-02-29"),  # leap year: the thirtieth day is 29 February
    ("2024-01-31", "before", "2024-03-01"),
    ("2025-01-30", "before", "2025-02-28"),  # Saturday 01.03.2025
    ("2024-03-28", "before", "2024-04-27"),  # Saturday that is worked
    ("2024-03-28", "after", "2024-04-27"),
    ("2024-03-30", "before", "2024-04-27"),  # Monday 29.04.2024 is off, the Saturday before is worked
    ("2024-03-30", "after", "2024-05-02"),
    ("2024-10-03", "before", "2024-11-02"),
    ("2024-10-04", "before", "2024-11-02"),
    ("2024-10-04", "after", "2024-11-05"),
    ("2024-11-28", "before", "2024-12-28"),
    ("2024-12-02", "before", "2024-12-28"),  # New Year block 29.12.2024 – 08.01.2025
    ("2024-12-02", "after", "2025-01-09"),
    ("2025-10-02", "before", "2025-11-01"),
    ("2025-10-04", "before", "2025-11-01"),
    ("2025-10-04", "after", "2025-11-05"),
    ("2025-12-10", "before", "2025-12-30"),  # 09.01.2026, a transferred day off
    ("2025-12-10", "after", "2026-01-12"),
    ("2026-04-11", "before", "2026-05-08"),  # Monday 11.05.2026 is off
])
def test_thirty_days_from_registration(registered: str, roll: str, due: str) -> None:
    rule = replace(RULES[0], roll=Roll(roll))
    found = judged(received(day("2023-12-01"), **LAW_59), event(EventKind.REGISTERED, day(registered)), rules=(rule,))
    assert found.due == day(due)
    assert found.rule == "59-fz-answer"


def test_before_the_registration_is_told_the_receipt_begins_the_term() -> None:
    assert judged(received(instant("2026-01-30T23:59"), **LAW_59)).due == day("2026-02-27")


def test_the_fast_track_has_ten_calendar_days_across_holidays() -> None:
    """The only row of a real export: 06.01.2026 → 16.01.2026 (domain.md §0.7)."""
    found = judged(received(day("2026-01-06"), **FAST))
    assert (found.due, found.rule, found.provisional) == (day("2026-01-16"), "pos-fast-answer", False)


def test_the_fast_track_does_not_move_from_a_sunday() -> None:
    assert judged(received(day("2026-11-12"), **FAST)).due == day("2026-11-22")


def test_ten_working_days_over_the_new_year_block() -> None:
    """domain.md §7.2: day 1 is 30.12.2025; 31.12 and 1–11.01 are off."""
    assert judged(received(day("2025-12-29")), rules=(BASE,)).due == day("2026-01-22")


def test_the_working_saturday_counts_as_a_working_day() -> None:
    assert judged(received(day("2024-04-26")), rules=(replace(BASE, amount=2),)).due == day("2024-05-02")
    assert judged(received(day("2025-10-31")), rules=(replace(BASE, amount=2),)).due == day("2025-11-05")


def test_a_count_that_begins_with_the_event_has_its_day_as_the_first() -> None:
    rule = replace(BASE, amount=1, start=Start.EVENT)
    assert judged(received(day("2026-11-24")), rules=(rule,)).due == day("2026-11-24")
    assert judged(received(day("2026-11-22")), rules=(rule,)).due == day("2026-11-23")


def test_nine_working_hours_over_a_short_friday() -> None:
    rule = replace(BASE, amount=9, unit=Unit.WORKING_HOUR, start=Start.EVENT)
    found = judged(received(instant("2026-05-08T15:00")), rules=(rule,))
    assert found.due == instant("2026-05-12T18:00")
    assert [(s.on.day, s.amount, s.why) for s in found.steps] == [
        (8, 1.0, Why.COUNTED), (9, 0.0, Why.HOLIDAY), (10, 0.0, Why.DAY_OFF), (11, 0.0, Why.HOLIDAY),
        (12, 8.0, Why.COUNTED)]


def test_hours_and_minutes_run_through_the_night() -> None:
    hours = replace(BASE, amount=24, unit=Unit.HOUR, start=Start.EVENT)
    found = judged(received(instant("2026-11-21T23:59")), rules=(hours,))
    assert found.due == instant("2026-11-22T23:59")
    assert sum(s.amount for s in found.steps) == pytest.approx(24)
    minutes = replace(BASE, amount=30, unit=Unit.MINUTE, start=Start.EVENT)
    assert judged(received(instant("2026-11-21T23:45")), rules=(minutes,)).due == instant("2026-11-22T00:15")


def test_a_term_in_hours_of_a_record_with_a_date_only_ends_with_a_day() -> None:
    rule = replace(BASE, amount=24, unit=Unit.HOUR, start=Start.EVENT)
    assert judged(received(day("2026-11-20")), rules=(rule,)).due == day("2026-11-21")
    working = replace(BASE, amount=9, unit=Unit.WORKING_HOUR, start=Start.EVENT)
    assert judged(received(day("2026-11-20")), rules=(working,)).due == day("2026-11-24")


def test_an_extension_without_a_date_adds_what_the_rule_allows_and_only_once() -> None:
    start = (received(day("2026-01-30"), **LAW_59), event(EventKind.REGISTERED, day("2026-01-30")))
    once = (*start, event(EventKind.EXTENDED, day("2026-02-20")))
    assert judged(*once).due == day("2026-03-31")
    assert judged(*once, event(EventKind.EXTENDED, day("2026-03-20"))).due == day("2026-03-31")


def test_the_exports_own_date_wins_and_the_rule_is_still_shown() -> None:
    found = judged(received(day("2026-11-02"), **FAST, due=day("2026-11-20")))
    assert (found.due, found.rule, found.by_rule) == (day("2026-11-20"), "export", day("2026-11-12"))


def test_an_export_that_takes_its_date_back_leaves_the_question_to_the_rule() -> None:
    events = (received(day("2026-11-02"), **FAST, due=day("2026-11-20")),
              event(EventKind.CORRECTED, day("2026-11-03"), due=None),
              event(EventKind.ASSIGNED, day("2026-11-04"), department="housing"))
    assert judged(*events).rule == "pos-fast-answer"
    last = fold(events, Terms(RULES, CALENDAR, ZONE), ZONE)[-1].state
    assert (last["due"], last["due_source"]) == (day("2026-11-12"), "pos-fast-answer")


def test_a_question_for_which_there_is_no_rule_has_no_term() -> None:
    assert judged(received(day("2026-11-02"), channel="nash_sever")) == Deadline(None, None)
    assert judged() == Deadline(None, None)


def test_of_several_rules_the_most_specific_one_is_taken() -> None:
    rules = (BASE, replace(BASE, key="snow", topic="snow", amount=3), replace(BASE, key="pos", channel="pos"))
    assert judged(received(day("2026-11-02"), channel="pos", topic="snow"), rules=rules).rule == "snow"
    assert judged(received(day("2026-11-02"), channel="pos", topic="roads"), rules=rules).rule == "pos"
    assert judged(received(day("2026-11-02"), topic="roads"), rules=rules).rule == "test"


def test_a_rule_applies_only_while_it_is_valid_and_in_its_season() -> None:
    winter = replace(BASE, key="winter", season=((10, 15), (4, 15)))
    summer = replace(BASE, key="summer", season=((4, 16), (10, 14)))
    former = replace(BASE, key="former", valid_to=date(2025, 12, 31))
    later = replace(BASE, key="later", valid_from=date(2026, 1, 1))
    assert judged(received(day("2026-01-10")), rules=(winter, summer)).rule == "winter"
    assert judged(received(day("2026-07-10")), rules=(winter, summer)).rule == "summer"
    assert judged(received(day("2025-12-31")), rules=(former, later)).rule == "former"
    assert judged(received(day("2026-01-01")), rules=(former, later)).rule == "later"


def test_only_rules_of_the_asked_stage_count() -> None:
    register = replace(BASE, key="register", stage=Stage.REGISTER, amount=3)
    events = [received(day("2026-11-02"), due=day("2026-12-01"))]
    assert deadline_of(events, (register, BASE), CALENDAR, ZONE, Stage.REGISTER).rule == "register"
    assert deadline_of(events, (register,), CALENDAR, ZONE).by_rule is None


def test_a_term_that_ends_where_nothing_is_decreed_is_provisional() -> None:
    assert judged(received(day("2026-12-20"), **LAW_59)).provisional
    assert not judged(received(day("2026-11-24"), **LAW_59)).provisional
    rolled_back = judged(received(day("2026-12-03"), **LAW_59))
    assert (rolled_back.due, rolled_back.provisional) == (day("2026-12-30"), True)


def test_the_steps_name_every_day_and_why_it_does_not_count() -> None:
    found = judged(received(day("2026-11-20")), rules=(replace(BASE, amount=2),))
    assert [(s.on.day, s.counted, s.why) for s in found.steps] == [
        (21, False, Why.DAY_OFF), (22, False, Why.DAY_OFF), (23, True, Why.COUNTED), (24, True, Why.COUNTED)]
    moved = judged(received(day("2026-01-30"), **LAW_59)).steps[-1]
    assert (moved.on, moved.why) == (date(2026, 2, 27), Why.MOVED_BEFORE)


PAUSABLE = replace(BASE, pausable=frozenset({"paused", "deferred"}))


def test_a_pause_that_has_no_end_yet_leaves_the_term_standing() -> None:
    events = (received(day("2026-11-02")), event(EventKind.PAUSED, day("2026-11-05")))
    standing = judged(*events, rules=(PAUSABLE,))
    assert (standing.due, standing.rule, standing.steps, standing.standing) == (None, "test", (), True)
    assert judged(*events, rules=(BASE,)).due == day("2026-11-17")


def test_a_pausing_status_counts_until_the_status_changes() -> None:
    events = (received(day("2026-11-02")), event(EventKind.STATUS, day("2026-11-09"), status="deferred"),
              event(EventKind.STATUS, day("2026-11-11"), status="in_work"))
    assert judged(*events, rules=(PAUSABLE,)).due == day("2026-11-19")


def test_a_closing_ends_a_pause() -> None:
    events = (received(day("2026-11-02")), event(EventKind.PAUSED, day("2026-11-09")),
              event(EventKind.CLOSED, day("2026-11-11")))
    assert judged(*events, rules=(PAUSABLE,)).due == day("2026-11-19")


def test_a_breach_cannot_be_paused_away() -> None:
    events = (received(day("2026-11-02")), event(EventKind.PAUSED, day("2026-11-18")))
    assert judged(*events, rules=(PAUSABLE,)).due == day("2026-11-17")
    assert fold(events, Terms((PAUSABLE,), CALENDAR, ZONE), ZONE)[-1].state["due"] == day("2026-11-17")
    on_the_last_day = (events[0], event(EventKind.PAUSED, day("2026-11-17")))
    assert judged(*on_the_last_day, rules=(PAUSABLE,)).standing


@pytest.mark.parametrize(("paused", "stands"), [("09:59", True), ("10:00", False)])
def test_a_pause_at_the_very_end_of_the_hours_takes_nothing(paused: str, stands: bool) -> None:
    rule = replace(PAUSABLE, amount=24, unit=Unit.HOUR, start=Start.EVENT)
    events = (received(instant("2026-11-24T10:00")), event(EventKind.PAUSED, instant(f"2026-11-25T{paused}")))
    assert judged(*events, rules=(rule,)).standing is stands


CLOSABLE = replace(BASE, pausable=frozenset({"closed"}))
ENDED = (received(day("2026-11-02")), event(EventKind.CLOSED, day("2026-11-09")))
REOPENED = (*ENDED, event(EventKind.REOPENED, day("2026-11-11")))


def test_a_re_opened_question_goes_on_with_its_old_term() -> None:
    assert judged(*REOPENED, rules=(BASE,)).due == judged(*ENDED, rules=(BASE,)).due == day("2026-11-17")


def test_the_time_it_was_closed_does_not_count_where_the_rule_says_so() -> None:
    assert judged(*REOPENED, rules=(CLOSABLE,)).due == day("2026-11-19")
    again = event(EventKind.REOPENED, day("2026-11-11"), status="closed")
    assert judged(*ENDED, again, rules=(CLOSABLE,)).standing


def test_a_question_that_stays_closed_has_its_term() -> None:
    assert judged(*ENDED, rules=(CLOSABLE,)).due == day("2026-11-17")
    late = (received(day("2026-11-02")), event(EventKind.PAUSED, day("2026-11-05")),
            event(EventKind.CLOSED, day("2026-11-09")))
    both = replace(BASE, pausable=frozenset({"paused", "closed"}))
    assert judged(*late, rules=(both,)).due == day("2026-11-19")


def test_a_forwarding_within_the_town_moves_no_term() -> None:
    events = (received(day("2026-11-02"), **LAW_59), event(EventKind.FORWARDED, day("2026-11-10"), department="roads"))
    assert judged(*events).due == judged(events[0]).due == day("2026-12-02")


def test_every_stage_has_its_own_term() -> None:
    rules = (BASE, replace(BASE, key="register", stage=Stage.REGISTER, amount=3))
    found = deadlines_of([received(day("2026-11-02"))], rules, CALENDAR, ZONE)
    assert {stage: deadline.due for stage, deadline in found.items()} == {
        Stage.REGISTER: day("2026-11-06"), Stage.ANSWER: day("2026-11-17")}


def test_the_steps_cite_the_calendar_for_days_off_and_the_rule_for_all_others() -> None:
    found = judged(received(day("2024-04-26")), rules=(replace(BASE, amount=2),)).steps
    assert [(s.on.day, s.why) for s in found[:3]] == [(27, Why.WORKED), (28, Why.DAY_OFF), (29, Why.HOLIDAY)]
    assert {s.citation for s in found[:-1]} == {CALENDAR.source}
    assert found[-1].citation == BASE.source


def test_the_days_of_an_extension_are_named() -> None:
    rule = replace(BASE, amount=2, extension=1)
    events = (received(day("2026-11-02")), event(EventKind.EXTENDED, day("2026-11-03")))
    assert [s.why for s in judged(*events, rules=(rule,)).steps if s.counted] == [
        Why.COUNTED, Why.COUNTED, Why.EXTENDED]


def test_hours_that_begin_after_work_say_that_the_working_hours_are_over() -> None:
    rule = replace(BASE, amount=1, unit=Unit.WORKING_HOUR, start=Start.EVENT)
    steps = judged(received(instant("2026-11-24T18:30")), rules=(rule,)).steps
    assert [(s.on.day, s.why) for s in steps] == [(24, Why.HOURS_OVER), (25, Why.COUNTED)]


def test_hours_stand_still_during_a_pause() -> None:
    events = (received(instant("2026-11-24T10:00")), event(EventKind.PAUSED, instant("2026-11-24T11:00")),
              event(EventKind.RESUMED, instant("2026-11-24T12:30")))
    hours = replace(PAUSABLE, amount=4, unit=Unit.HOUR, start=Start.EVENT)
    found = judged(*events, rules=(hours,))
    assert found.due == instant("2026-11-24T15:30")
    assert sum(s.amount for s in found.steps) == pytest.approx(4)
    working = replace(hours, unit=Unit.WORKING_HOUR)
    assert judged(*events, rules=(working,)).due == instant("2026-11-24T16:30")


def test_a_rules_file_with_one_key_twice_is_refused() -> None:
    row = {"key": "a", "amount": 1, "unit": "hour", "start": "event", "roll": "none", "source": "s", "confirmed": True}
    assert rules_of({"rules": [{**row, "season": ["10-15", "04-15"]}]})[0].season == ((10, 15), (4, 15))
    with pytest.raises(StoreError, match="two rows"):
        rules_of({"rules": [row, row]})


DAYS = st.dates(date(2023, 1, 1), date(2026, 10, 1))
INSTANTS = st.builds(lambda on, minute: datetime.combine(on, time(minute // 60, minute % 60), ZONE),
                     DAYS, st.integers(0, 1439))
MOMENTS = INSTANTS.map(lambda at: moment_at(at, ZONE)) | DAYS.map(Moment)
SOME_RULES = st.builds(
    lambda amount, unit, start, roll: replace(PAUSABLE, amount=amount, unit=unit, start=start, roll=roll),
    st.integers(1, 40), st.sampled_from(Unit), st.sampled_from(Start), st.sampled_from(Roll))


@given(SOME_RULES, st.lists(INSTANTS, min_size=2, max_size=2))
def test_a_later_receipt_never_gives_an_earlier_deadline(rule: Rule, pair: list[datetime]) -> None:
    first, second = (judged(received(moment_at(at, ZONE)), rules=(rule,)).due for at in sorted(pair))
    assert first is not None
    assert second is not None
    assert not first.later_than(second)


@given(SOME_RULES, MOMENTS)
def test_the_derivation_replays_to_its_own_result(rule: Rule, happened: Moment) -> None:
    found = judged(received(happened), rules=(rule,))
    assert sum(step.amount for step in found.steps) == pytest.approx(rule.amount)
    assert found.due is not None
    if rule.start is not Start.EVENT or happened.at is not None:
        assert found.steps[-1].on == found.due.on or found.due == moment_at(_midnight(found.steps[-1].on), ZONE)


def _midnight(on: date) -> datetime:
    return datetime.combine(on + timedelta(days=1), time(), ZONE)


@given(SOME_RULES, MOMENTS)
def test_the_way_of_the_fold_gives_what_the_derivation_gives(rule: Rule, happened: Moment) -> None:
    events = (received(happened),)
    last = fold(events, Terms((rule,), CALENDAR, ZONE), ZONE)[-1].state
    assert (last["due"], last["due_source"]) == judged(*events, rules=(rule,))[:2]


@given(DAYS, st.integers(2, 20), st.integers(0, 1), st.integers(1, 15))
def test_a_pause_of_k_working_days_moves_the_term_by_k(start: date, amount: int, after: int, length: int) -> None:
    rule = replace(PAUSABLE, amount=amount)
    begins = CALENDAR.add_working_days(start, 1 + after)
    ends = CALENDAR.add_working_days(begins, length)
    plain = judged(received(Moment(start)), rules=(rule,)).due
    paused = judged(received(Moment(start)), event(EventKind.PAUSED, Moment(begins)),
                    event(EventKind.RESUMED, Moment(ends)), rules=(rule,)).due
    assert plain is not None
    assert paused == Moment(CALENDAR.add_working_days(plain.on, length))
