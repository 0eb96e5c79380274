"""How an alert lives: it holds, it waits, it climbs, and nothing unknown ever ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.alerts.alert import Alert, Happening, Stage, Turn, after, alert_of
from dashboard.domain.alerts.escalation import by_calendar
from dashboard.domain.alerts.finding import Cause, Finding, Look, Severity, Subject
from dashboard.domain.alerts.judging import begun, judged, next_level_at
from dashboard.domain.alerts.ladder import AlertRules, Chain, Holding, Ladder, Level, Step
from dashboard.domain.calendar import Calendar
from dashboard.domain.people import Role

ZONE = ZoneInfo("Europe/Moscow")
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)  # ten o'clock in the town
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CHAIN = Chain("case", (Level(Role.BLOCK, timedelta()), Level(Role.HEAD, 4 * HOUR), Level(Role.CURATOR, 8 * HOUR)))
STEPS = (Step("half", Severity.NOTICE, "half_term"), Step("today", Severity.WARNING, "due_today"),
         Step("breached", Severity.BREACH, "overdue_open"))
HOLDING = Holding(15 * MINUTE, 10 * MINUTE, 2 * HOUR, 24 * HOUR, timedelta(days=14))
RULES = AlertRules((Ladder("days", "Terms", "terms", STEPS, "case"),), (CHAIN,), HOLDING)
DUE = by_calendar(Calendar(), ZONE)
SUBJECT = Subject("days", "housing", "heating", "ул. Мира")


def found(severity: Severity = Severity.WARNING, n: int = 1, sources: frozenset[str] = frozenset({"pos"})) -> Finding:
    return Finding(SUBJECT, STEPS[severity - 1].key, severity, n, "overdue_open", sources=sources)


def look(at: datetime, *findings: Finding, silent: str = "", causes: tuple[Cause, ...] = (),
         blind: bool = False) -> Look:
    return Look(at, {one.subject: one for one in findings}, frozenset() if blind else frozenset({"days"}),
                {silent: at} if silent else {}, causes)


class Life:
    """An alert as looks follow each other."""

    def __init__(self, *findings: Finding, at: datetime = MONDAY) -> None:
        self.log: list[Happening] = []
        self.alert: Alert | None = None
        self.sees(at, *findings)

    def sees(self, at: datetime, *findings: Finding, **how: object) -> list[Turn]:
        seen = look(at, *findings, **how)  # type: ignore[arg-type]
        told = begun(findings[0], seen, RULES, DUE) if self.alert is None else judged(self.alert, seen, RULES, DUE)
        return self.hears(*told)

    def hears(self, *told: Happening) -> list[Turn]:
        for happening in told:
            self.alert = after(self.alert, happening)
            self.log.append(happening)
        return [happening.turn for happening in told]

    def is_taken(self, at: datetime, until: datetime) -> None:
        self.hears(Happening(Turn.ACKNOWLEDGED, at, "person:ann", {"reason": "pipe", "until_at": until}))

    @property
    def said(self) -> list[Turn]:
        return [happening.turn for happening in self.log if happening.facts.get("said")]

    @property
    def now(self) -> Alert:
        assert self.alert is not None
        return self.alert


def test_a_warning_calls_the_block_lead_at_once_and_a_notice_nobody() -> None:
    assert Life(found()).said == [Turn.ESCALATED]
    assert Life(found()).now.level == 1
    assert Life(found(Severity.NOTICE)).said == []


def test_what_is_gone_for_a_moment_only_does_not_end_it() -> None:
    life = Life(found())
    assert life.sees(MONDAY + 20 * MINUTE) == [Turn.FADED]
    assert life.sees(MONDAY + 25 * MINUTE, found()) == [Turn.STAYED]
    assert life.sees(MONDAY + 30 * MINUTE) == [Turn.FADED]
    assert life.sees(MONDAY + 39 * MINUTE) == []
    assert life.sees(MONDAY + 40 * MINUTE) == [Turn.RESOLVED]


def test_it_stands_at_least_so_long() -> None:
    life = Life(found())
    life.sees(MONDAY + MINUTE)
    assert life.sees(MONDAY + 12 * MINUTE) == []
    assert life.sees(MONDAY + 15 * MINUTE) == [Turn.RESOLVED]


def test_flapping_every_minute_calls_people_once() -> None:
    life = Life(found())
    for minute in range(1, 120):
        life.sees(MONDAY + minute * MINUTE, *([] if minute % 2 else [found()]))
    assert life.said == [Turn.ESCALATED]
    assert life.now.stands


def test_unknown_never_resolves() -> None:
    life = Life(found())
    for hour in range(1, 3):
        assert life.sees(MONDAY + hour * HOUR, blind=True) == []
    assert life.sees(MONDAY + 3 * HOUR, silent="pos") == [Turn.INHIBITED]
    assert life.sees(MONDAY + 100 * HOUR, silent="pos") == []
    assert (life.now.stands, life.now.inhibited, life.now.level) == (True, "source:pos", 1)


def test_of_two_sources_one_silent_one_still_calls() -> None:
    both = found(sources=frozenset({"pos", "edms"}))
    life = Life(both)
    assert life.sees(MONDAY + MINUTE, both, silent="pos") == []
    assert life.sees(MONDAY + 2 * MINUTE, silent="pos") == []  # what the silent one told may still be there


def test_a_source_that_speaks_again_counts_the_working_time_anew() -> None:
    life = Life(found())
    life.sees(MONDAY + HOUR, found(), silent="pos")
    assert life.sees(MONDAY + 6 * HOUR, found(), silent="pos") == []
    assert life.sees(MONDAY + 7 * HOUR, found()) == [Turn.RELEASED]
    assert next_level_at(life.now, CHAIN, DUE) == MONDAY + 26 * HOUR  # from 17:00 one hour, then 9:00 to 12:00


def test_a_declared_cause_covers_what_lies_within_it_until_its_end() -> None:
    cause = Cause(7, "main burst", frozenset(), frozenset({"heating"}), frozenset(), MONDAY + 2 * HOUR)
    life = Life(found(), at=MONDAY)
    assert life.sees(MONDAY + MINUTE, found(), causes=(cause,)) == [Turn.INHIBITED]
    assert life.now.inhibited == "cause:7"
    assert life.sees(MONDAY + 2 * HOUR, found(), causes=(cause,)) == [Turn.RELEASED]
    other = cause._replace(topics=frozenset({"roads"}))
    assert life.sees(MONDAY + 3 * HOUR, found(), causes=(other,)) == []


def test_where_nobody_was_called_nobody_is_said_to_have_been_told() -> None:
    cause = Cause(7, "main burst", frozenset(), frozenset({"heating"}), frozenset(), MONDAY + 2 * HOUR)
    life = Life(found(Severity.NOTICE))
    life.sees(MONDAY + MINUTE, found(Severity.NOTICE), causes=(cause,))
    assert life.sees(MONDAY + 3 * HOUR, found(Severity.NOTICE)) == [Turn.RELEASED]
    life.is_taken(MONDAY + 4 * HOUR, MONDAY + 5 * HOUR)
    assert life.sees(MONDAY + 6 * HOUR, found(Severity.NOTICE)) == [Turn.EXPIRED]
    assert life.said == []
    assert life.sees(MONDAY + 7 * HOUR, found(Severity.BREACH))[:2] == [Turn.RAISED, Turn.ESCALATED]
    assert life.said[0] is Turn.ESCALATED, "the first to be told is who is called first"


def test_what_is_covered_from_its_birth_calls_nobody_and_says_why() -> None:
    cause = Cause(7, "main burst", frozenset(), frozenset(), frozenset({"ул. Мира"}), MONDAY + 2 * HOUR)
    seen = look(MONDAY, found(), causes=(cause,))
    assert [told.turn for told in begun(found(), seen, RULES, DUE)] == [Turn.FIRED, Turn.INHIBITED]


def test_a_rise_passes_the_cooldown_and_an_acknowledgement() -> None:
    life = Life(found())
    life.is_taken(MONDAY + MINUTE, MONDAY + 48 * HOUR)
    assert life.sees(MONDAY + 2 * MINUTE, found(Severity.BREACH)) == [Turn.RAISED]
    assert (life.now.stage, life.now.answer) == (Stage.FIRING, None)
    assert life.said == [Turn.ESCALATED, Turn.RAISED]


def test_it_is_lowered_only_when_it_has_been_milder_for_a_while() -> None:
    life = Life(found(Severity.BREACH))
    assert life.sees(MONDAY + 20 * MINUTE, found()) == [Turn.FADED]
    assert life.now.severity is Severity.BREACH
    assert life.sees(MONDAY + 31 * MINUTE, found()) == [Turn.LOWERED]
    assert life.now.severity is Severity.WARNING


def test_an_acknowledgement_expires_and_the_alert_comes_back() -> None:
    life = Life(found())
    life.is_taken(MONDAY + HOUR, MONDAY + 5 * HOUR)
    assert life.sees(MONDAY + 4 * HOUR, found()) == []  # nobody is called over the head of who has taken it
    assert life.sees(MONDAY + 5 * HOUR, found()) == [Turn.EXPIRED]
    assert life.now.stage is Stage.FIRING
    assert life.said == [Turn.ESCALATED, Turn.EXPIRED]


def test_what_returns_soon_is_the_same_alert_and_is_not_told_twice() -> None:
    life = Life(found())
    life.sees(MONDAY + 20 * MINUTE)
    life.sees(MONDAY + 30 * MINUTE)
    assert life.sees(MONDAY + 40 * MINUTE, found()) == [Turn.RETURNED]
    assert life.said == [Turn.ESCALATED]
    life.sees(MONDAY + 60 * MINUTE)
    life.sees(MONDAY + 70 * MINUTE)
    assert life.sees(MONDAY + 80 * MINUTE, found(Severity.BREACH))[0] is Turn.RETURNED
    assert life.said == [Turn.ESCALATED, Turn.RETURNED]


def test_levels_are_climbed_in_working_time_over_a_night_and_a_weekend() -> None:
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)  # 15:00; Friday ends at 17:00
    life = Life(found(), at=friday)
    assert life.sees(friday + 48 * HOUR, found()) == []
    monday = datetime(2026, 11, 30, 8, tzinfo=UTC)  # 11:00: two hours on Friday, two on Monday
    assert life.sees(monday - MINUTE, found()) == []
    assert life.sees(monday, found()) == [Turn.ESCALATED]
    assert life.now.level == 2


def test_a_room_that_slept_over_several_steps_takes_each_once() -> None:
    life = Life(found())
    assert life.sees(MONDAY + 72 * HOUR, found()) == [Turn.ESCALATED, Turn.ESCALATED]
    planned = [told.facts["due_at"] for told in life.log if told.turn is Turn.ESCALATED]
    assert planned == [MONDAY, MONDAY + 5 * HOUR, MONDAY + 24 * HOUR]  # a lunch hour lies between
    assert life.sees(MONDAY + 96 * HOUR, found()) == []


def test_a_changed_count_is_news_for_the_log_and_for_nobody_else() -> None:
    life = Life(found())
    assert life.sees(MONDAY + MINUTE, found(n=4)) == [Turn.COUNTED]
    assert life.now.finding.n == 4
    assert life.sees(MONDAY + 2 * MINUTE, replace(found(n=4), facts={"age": 3})) == []


def test_a_log_begins_with_firing() -> None:
    with pytest.raises(ValueError, match="begins by firing"):
        after(None, Happening(Turn.RESOLVED, MONDAY, "room:alerts"))


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from(["none", "notice", "warning", "breach", "silent",
                                                                "blind", "take"])), max_size=25))
def test_whatever_is_seen_the_log_folds_to_the_alert_and_no_level_is_called_twice(
        seen: list[tuple[int, str]]) -> None:
    life, at = Life(found()), MONDAY
    for minutes, what in seen:
        at += minutes * MINUTE
        if what == "take" and life.now.stands:
            life.is_taken(at, at + HOUR)
        severity = {"notice": Severity.NOTICE, "warning": Severity.WARNING, "breach": Severity.BREACH}.get(what)
        life.sees(at, *([found(severity)] if severity else []), silent="pos" if what == "silent" else "",
                  blind=what == "blind")
        if what in {"silent", "blind"}:
            assert life.log[-1].turn is not Turn.RESOLVED or life.log[-1].at < at
    assert alert_of(life.log) == life.alert
    levels = [told.facts["level"] for told in life.log if told.turn is Turn.ESCALATED]
    assert levels == sorted(set(levels))
