from __future__ import annotations

from dataclasses import replace

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.ladder import EXPORT
from dashboard.domain.alerts.reach import members, reach
from dashboard.domain.rules import DAYS, HOURS, Stage
from dashboard.rulebook import shipped_rules

RULES = shipped_rules()
TERMS = [ladder for ladder in shipped_alerts().ladders if ladder.units]
DAY_LADDER, HOUR_LADDER, RESPONSE_LADDER = TERMS
OWN = replace(next(rule for rule in RULES if rule.key == "incident-first-response"), key="own", stage=Stage.ANSWER)


def test_the_shipped_ladders_take_every_shipped_rule_of_their_stage_once() -> None:
    taken = reach(TERMS, (*RULES, OWN))
    assert taken["days"] == {rule.key for rule in RULES if rule.stage is Stage.ANSWER} | {EXPORT}
    assert taken["hours"] == {"own"}
    assert taken["response"] == {rule.key for rule in RULES if rule.stage is Stage.FIRST_RESPONSE}


def test_a_whole_group_is_said_in_one_word() -> None:
    rules = (*RULES, OWN)
    taken = reach(TERMS, rules)
    assert members(taken["days"], rules, Stage.ANSWER) == {DAYS}
    assert members(taken["hours"], rules, Stage.ANSWER) == {HOURS}
    assert members(taken["days"] | taken["hours"], rules, Stage.ANSWER) == {DAYS, HOURS}
    assert members(taken["response"], rules, Stage.FIRST_RESPONSE) == {DAYS, HOURS}


def test_what_is_not_a_whole_group_is_said_rule_by_rule() -> None:
    assert members(frozenset({"pos-answer", EXPORT}), RULES, Stage.ANSWER) == {"pos-answer", EXPORT}
    assert members(frozenset({"ads-call-back"}), RULES, Stage.FIRST_RESPONSE) == {"ads-call-back"}
    assert members(frozenset(), (), Stage.ANSWER) == frozenset()


def test_who_names_a_rule_takes_it_wherever_the_ladder_stands_and_the_first_wins() -> None:
    special = replace(HOUR_LADDER, key="special", units=frozenset(), rules=frozenset({"pos-answer", "gone"}))
    taken = reach([*TERMS, special, replace(special, key="late")], RULES)
    assert taken["special"] == {"pos-answer"} and taken["late"] == frozenset()
    assert "pos-answer" not in taken["days"]
