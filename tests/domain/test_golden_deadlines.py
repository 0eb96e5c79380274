"""The golden table: terms counted by hand, each with the act it rests on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from dashboard.domain.deadlines import STORED, Terms, deadlines_of
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import fold
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rules import Rule, Stage
from dashboard.holidays_ru import shipped_calendar
from dashboard.rulebook import rules_of, shipped_rules

TABLE = yaml.safe_load((Path(__file__).parent / "golden_deadlines.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["cases"]
CALENDAR = shipped_calendar()
TOLD = datetime(2027, 1, 1, tzinfo=UTC)
PLAIN = {"key": "asked", "roll": "none", "start": "next_day", "source": "golden", "confirmed": True}


def moment(said: object, zone: ZoneInfo) -> Moment:
    """A day, or an instant by the wall clock of the zone."""
    text = str(said)
    return moment_at(datetime.fromisoformat(text).replace(tzinfo=zone), zone) if "T" in text else Moment(
        date.fromisoformat(text))


def events_of(case: dict[str, Any], zone: ZoneInfo) -> list[Event]:
    """The events of a case: [kind, when, facts]."""
    return [Event(EventKind(kind), moment(when, zone), TOLD, facts_of(*facts)) for kind, when, *facts in case["events"]]


def facts_of(said: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the event sets; a date is a day."""
    return {field: Moment(value) if isinstance(value, date) else value for field, value in (said or {}).items()}


def rules_for(case: dict[str, Any]) -> tuple[Rule, ...]:
    """The case's own rules, or the shipped ones, the roll of which it may change."""
    if "rules" in case:
        return rules_of({"rules": [{**PLAIN, **row} for row in case["rules"]]})
    return shipped_rules()


@pytest.mark.parametrize("case", CASES, ids=[f"{number}: {case['why']}" for number, case in enumerate(CASES, 1)])
def test_the_term_ends_as_counted_by_hand(case: dict[str, Any]) -> None:
    zone = ZoneInfo(case.get("zone", "Europe/Moscow"))
    events, rules, stage = events_of(case, zone), rules_for(case), Stage(case.get("stage", "answer"))
    found = deadlines_of(events, rules, CALENDAR, zone, (stage,))
    if case["due"] == "standing":
        assert found[stage].standing
        return
    due = moment(case["due"], zone)
    assert (found[stage].due, found[stage].provisional) == (due, case.get("provisional", False))
    assert found[stage].rule == case.get("rule", found[stage].rule)
    if stage in STORED:
        assert fold(events, Terms(rules, CALENDAR, zone), zone)[-1].state[STORED[stage][0]] == due


def test_the_table_is_long_enough_and_cites_an_act_in_every_case() -> None:
    assert len(CASES) >= 80
    assert [case["why"] for case in CASES if not case.get("cites")] == []
    assert len({str({**case, "why": ""}) for case in CASES}) == len(CASES)
