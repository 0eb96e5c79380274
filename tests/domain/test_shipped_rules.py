"""The shipped rows: what the domain's table of normative deadlines states, and which of them wins."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.appeals import Value
from dashboard.domain.deadlines import deadlines_of
from dashboard.domain.doubts import EXPORT
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment
from dashboard.domain.rules import Stage
from dashboard.holidays_ru import shipped_calendar
from dashboard.rulebook import shipped_rules

ZONE = ZoneInfo("Europe/Moscow")
RULES = {rule.key: rule for rule in shipped_rules()}


def stages(**facts: Value) -> dict[Stage, str | None]:
    """Which rule gives each stage its term, for a question received on a Monday with these facts."""
    received = Event(EventKind.RECEIVED, Moment(date(2026, 11, 2)), datetime(2026, 11, 2, tzinfo=UTC), facts)
    found = deadlines_of([received], tuple(RULES.values()), shipped_calendar(), ZONE)
    return {stage: one.rule for stage, one in found.items()}


@pytest.mark.parametrize(("key", "amount", "unit", "confirmed"), [
    ("59-fz-register", 3, "calendar_day", True), ("59-fz-forward", 7, "calendar_day", False),
    ("59-fz-forward-migration", 5, "calendar_day", False), ("59-fz-unreadable", 7, "calendar_day", False),
    ("59-fz-inquiry", 15, "calendar_day", False), ("59-fz-answer", 30, "calendar_day", True),
    ("8-fz-answer", 30, "calendar_day", False), ("8-fz-postponed", 7, "calendar_day", False),
    ("8-fz-forward", 7, "calendar_day", False), ("pos-answer", 30, "calendar_day", True),
    ("pos-fast-answer", 10, "calendar_day", True), ("pos-fast-working-answer", 10, "working_day", False),
    ("pos-59-fz-answer", 30, "calendar_day", False), ("pos-accept", 1, "working_day", False),
    ("pos-forward", 3, "working_day", False), ("incident-first-response", 24, "hour", False),
    ("incident-office-first-response", 9, "working_hour", False), ("incident-high-first-response", 4, "hour", False),
    ("incident-answer", 7, "working_day", False), ("incident-elsewhere-answer", 10, "calendar_day", False),
    ("ads-call", 5, "minute", True), ("ads-call-back", 10, "minute", True),
    ("uk-written-answer", 10, "working_day", False), ("pp-354-hot-water", 4, "hour", False),
    ("pp-354-cold-water", 4, "hour", False), ("pp-354-dead-end-main", 24, "hour", False),
    ("pp-354-electricity", 24, "hour", False), ("pp-354-electricity-two", 2, "hour", False),
    ("pp-354-heating-12", 16, "hour", False), ("pp-354-heating-10", 8, "hour", False),
    ("pp-354-heating", 4, "hour", False), ("pp-354-check", 2, "hour", False),
    ("sample-perm-answer", 8, "working_day", False), ("sample-perm-urgent-answer", 3, "working_day", False),
    ("sample-spb-moderation", 1, "working_day", False), ("sample-spb-works", 9, "working_day", False),
    ("sample-spb-long-works", 19, "working_day", False), ("sample-moscow-answer", 8, "working_day", False),
    ("sample-dobrodel-answer", 8, "working_day", False), ("sample-dobrodel-urgent-answer", 3, "calendar_day", False),
])
def test_a_number_of_the_table_is_shipped(key: str, amount: int, unit: str, confirmed: bool) -> None:
    rule = RULES[key]
    assert (rule.amount, rule.unit, rule.confirmed) == (amount, unit, confirmed)
    assert rule.source


def test_extensions_are_those_of_the_laws() -> None:
    assert {key: rule.extension for key, rule in RULES.items() if rule.extension} == {
        "59-fz-answer": 30, "pos-59-fz-answer": 30, "8-fz-answer": 15}


@pytest.mark.parametrize(("facts", "rules"), [
    ({"channel": "pos", "law": "pos"}, {"pos-accept", "pos-forward", "pos-answer"}),
    ({"channel": "pos", "law": "pos", "lane": "fast"}, {"pos-accept", "pos-forward", "pos-fast-answer"}),
    ({"channel": "pos", "law": "59-fz"}, {"59-fz-register", "59-fz-forward", "pos-59-fz-answer"}),
    ({"channel": "sed", "law": "59-fz"}, {"59-fz-register", "59-fz-forward", "59-fz-answer"}),
    ({"channel": "incident", "lane": "high"}, {"incident-high-first-response", "incident-answer"}),
    ({"channel": "edds", "lane": "ads"}, {"ads-call", "ads-call-back"}),
    ({"law": "pp-354", "topic": "electricity"}, {"pp-354-check", "pp-354-electricity"}),
    ({"channel": "nash_sever"}, set()), ({"channel": "edds"}, set()), ({}, set()),
])
def test_the_rows_of_a_kind_are_those_of_its_law(facts: dict[str, Value], rules: set[str]) -> None:
    assert set(stages(**facts).values()) == rules


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.stage is Stage.ANSWER],
                         ids=lambda rule: rule.key)
def test_no_row_moves_the_date_that_the_export_names(rule: object) -> None:
    named = {name: getattr(rule, name) for name in ("channel", "law", "topic", "lane")}
    facts = {name: value for name, value in named.items() if value} | {"due": Moment(date(2026, 11, 9))}
    assert stages(**facts)[Stage.ANSWER] == EXPORT
