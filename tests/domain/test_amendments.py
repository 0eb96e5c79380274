"""Changes of rules and calendar as bodies of policy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.domain.amendments import calendar_changed, rule_added, rule_changed, rule_ended
from dashboard.errors import UsageError

SINCE = date(2027, 1, 1)


def rules(**more: Any) -> dict[str, Any]:
    return {"rules": [{"key": "a", "amount": 30, **more}, {"key": "b", "amount": 7}]}


def test_a_rule_from_a_day_on_is_two_rows_in_its_place() -> None:
    assert rule_changed(rules(), "a", {"amount": 20}, SINCE)["rules"] == [
        {"key": "a", "amount": 30, "valid_to": "2026-12-31"},
        {"key": "a@2027-01-01", "amount": 20, "valid_from": "2027-01-01"}, {"key": "b", "amount": 7}]


def test_a_rule_changed_a_second_time_is_still_called_by_its_first_name() -> None:
    once = rule_changed(rules(), "a", {"amount": 20}, SINCE)
    twice = rule_changed(once, "a@2027-01-01", {"amount": 15}, date(2028, 1, 1))
    assert [row["key"] for row in twice["rules"]] == ["a", "a@2027-01-01", "a@2028-01-01", "b"]
    assert twice["rules"][1]["valid_to"] == "2027-12-31"


def test_without_a_day_the_row_is_corrected_and_an_empty_selector_goes() -> None:
    body = rule_changed(rules(law="x"), "a", {"amount": 20, "law": None, "lane": ""}, None)
    assert body["rules"][0] == {"key": "a", "amount": 20}


@pytest.mark.parametrize("row", [{"valid_from": "2027-01-01"}, {"valid_to": "2026-12-30"}])
def test_a_rule_that_does_not_hold_then_is_not_changed_from_that_day_on(row: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        rule_changed(rules(**row), "a", {"amount": 20}, SINCE)


def test_a_rule_is_added_under_a_new_name_only_and_ended_by_its_name() -> None:
    assert rule_added(rules(), {"key": "c", "lane": ""})["rules"][-1] == {"key": "c"}
    assert rule_ended(rules(), "b", SINCE)["rules"][1] == {"key": "b", "amount": 7, "valid_to": "2027-01-01"}
    for wrong in (lambda: rule_added(rules(), {"key": "a"}), lambda: rule_ended(rules(), "c", SINCE)):
        with pytest.raises(UsageError):
            wrong()


def test_a_day_that_is_entered_anew_replaces_what_was_said_of_it() -> None:
    body = {"covered_until": "2026-12-31", "days_off": [{"day": "2027-01-08"}], "working": [], "short": [
        {"day": "2027-01-08"}, {"day": "2027-01-09"}]}
    found = calendar_changed(body, {"working": [{"day": "2027-01-08"}], "covered_until": "2027-12-31"})
    assert found["days_off"] == [] and found["working"] == [{"day": "2027-01-08"}]
    assert found["covered_until"] == "2027-12-31" and len(found["short"]) == 2
    assert calendar_changed(body, {"forget": ["2027-01-08"]})["short"] == [{"day": "2027-01-09"}]
    assert calendar_changed(body, {"days_off": [{"day": "2027-01-09"}]})["short"] == [{"day": "2027-01-08"}]
