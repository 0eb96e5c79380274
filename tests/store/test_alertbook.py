"""The policy of alerts: what is shipped, and files that say nonsense give one clear error."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from dashboard.alertbook import SHIPPED, alerts_of, shipped_alerts
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.people import Role
from dashboard.errors import StoreError
from dashboard.words import Words

RUSSIAN = Words.load("ru", ZoneInfo("UTC"))
ENGLISH = re.compile(r"\b(?:should|must|valid|value|error|it is|are called|there is)\b", re.IGNORECASE)
BODY = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


def test_the_shipped_ladders_climb_as_the_towns_practice_does() -> None:
    rules = shipped_alerts()
    days, hours = rules.ladder("days"), rules.ladder("hours")
    assert days is not None and hours is not None
    assert [step.key for step in days.steps] == ["half", "three_days", "one_day", "today", "breached"]
    assert [step.key for step in hours.steps] == ["two_hours", "half_hour", "breached"]
    assert days.steps[-1].severity is hours.steps[-1].severity is Severity.BREACH
    assert sum(step.severity is Severity.BREACH for step in (*days.steps, *hours.steps)) == 2


def test_the_shipped_chains_begin_at_once_and_end_with_the_curator_or_the_head() -> None:
    rules = shipped_alerts()
    case, room = rules.chain_of("days"), rules.chain_of("silence")
    assert case is not None and room is not None
    assert [(level.role, level.after) for level in case.levels] == [
        (Role.BLOCK, timedelta()), (Role.HEAD, timedelta(hours=4)), (Role.CURATOR, timedelta(hours=8))]
    assert (room.levels[0].after, room.levels[-1].role, room.levels[-1].after) == (
        timedelta(), Role.HEAD, timedelta(hours=9))
    assert (rules.holding.least, rules.holding.clear, rules.holding.longest_ack) == (
        timedelta(minutes=15), timedelta(minutes=10), timedelta(days=14))


def test_every_row_says_where_it_comes_from() -> None:
    rows = [*BODY["ladders"], *BODY["chains"], BODY["holding"]]
    assert all(row["source"] and row["confirmed"] in (True, False) for row in rows)


def spoilt(*path: str | int, to: Any) -> dict[str, Any]:
    """The shipped body with one place given another value."""
    body: Any = deepcopy(BODY)
    inner = body
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(("body", "says"), [
    (None, "a group of fields"), ([], "a group of fields"), ("text", "a group of fields"), ({}, "ladders"),
    (spoilt("ladders", 0, "key", to="Two Words"), "ladders.0.key"),
    (spoilt("ladders", 1, "key", to="days"), "two rows of ladders are called days"),
    (spoilt("ladders", 0, "steps", 1, "key", to="half"), "two rows of steps are called half"),
    (spoilt("ladders", 0, "by", to=["topic", "place"]), "nobody answers for it"),
    (spoilt("ladders", 0, "by", to=["block", "street"]), "it is one of"),
    (spoilt("ladders", 0, "steps", to=[]), "ladders.0.steps"),
    (spoilt("ladders", 0, "steps", 0, "severity", to="panic"), "ladders.0.steps.0.severity"),
    (spoilt("ladders", 0, "steps", 0, "limits", to={"days": float("nan")}), "limits.days"),
    (spoilt("ladders", 0, "steps", 0, "limits", to={"days": -1}), "limits.days"),
    (spoilt("ladders", 0, "units", to=["fortnight"]), "ladders.0.units"),
    (spoilt("ladders", 0, "colour", to="red"), "ladders.0.colour"),
    (spoilt("ladders", 0, "confirmed", to=None), "ladders.0.confirmed"),
    (spoilt("chains", 1, "key", to="case"), "two rows of chains are called case"),
    (spoilt("chains", 0, "levels", 0, "role", to="king"), "chains.0.levels.0.role"),
    (spoilt("chains", 0, "levels", 0, "after_hours", to=-1), "after_hours"),
    (spoilt("chains", 0, "levels", 0, "after_hours", to=1e300), "after_hours"),
    (spoilt("chains", 0, "levels", 0, "after_hours", to=float("inf")), "after_hours"),
    (spoilt("holding", "clear_minutes", to=0), "holding.clear_minutes"),
    (spoilt("holding", "clear_minutes", to="soon"), "holding.clear_minutes"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_body_that_says_nonsense_is_one_clear_error(body: Any, says: str) -> None:
    with pytest.raises(StoreError) as broken:
        alerts_of(body)
    assert says in str(broken.value) and "alerts" in str(broken.value)
    told = RUSSIAN.error(broken.value)
    assert told.startswith("Правила «alerts» не читаются: ") and ENGLISH.findall(told) == []
