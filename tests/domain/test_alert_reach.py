from __future__ import annotations

from dataclasses import replace

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.ladder import EXPORT
from dashboard.domain.alerts.reach import members, reach
from dashboard.domain.rules import DAYS, HOURS
from dashboard.rulebook import shipped_rules

RULES = shipped_rules()
TERMS = [ladder for ladder in shipped_alerts().ladders if ladder.units]
DAY_LADDER, HOUR_LADDER = TERMS


def test_the_shipped_ladders_take_every_shipped_rule_once() -> None:
    taken = reach(TERMS, RULES)
    assert taken["days"] | taken["hours"] == {rule.key for rule in RULES} | {EXPORT}
    assert not taken["days"] & taken["hours"]
    assert EXPORT in taken["days"]


def test_a_whole_group_is_said_in_one_word() -> None:
    taken = reach(TERMS, RULES)
    assert members(taken["days"], RULES) == {DAYS}
    assert members(taken["hours"], RULES) == {HOURS}
    assert members(taken["days"] | taken["hours"], RULES) == {DAYS, HOURS}


def test_what_is_not_a_whole_group_is_said_rule_by_rule() -> None:
    assert members(frozenset({"pos-answer", EXPORT}), RULES) == {"pos-answer", EXPORT}
    assert members(frozenset(), ()) == frozenset()


def test_who_names_a_rule_takes_it_wherever_the_ladder_stands_and_the_first_wins() -> None:
    special = replace(HOUR_LADDER, key="special", units=frozenset(), rules=frozenset({"pos-answer", "gone"}))
    taken = reach([*TERMS, special, replace(special, key="late")], RULES)
    assert taken["special"] == {"pos-answer"} and taken["late"] == frozenset()
    assert "pos-answer" not in taken["days"]
