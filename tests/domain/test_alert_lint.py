"""Each fault of a policy of alerts is found, and the shipped one has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.alerts.ladder import AlertRules, Chain, Ladder, Level, Step
from dashboard.domain.alerts.lint import Known, faults
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import OUTSIDE, Role
from dashboard.domain.rules import Unit
from dashboard.registry import discover
from dashboard.rulebook import shipped_rules
from dashboard.watches.watch import Watch

SHIPPED = shipped_alerts()
KNOWN = Known(discover("dashboard.watches", Watch),
              {key: measure.stage for key, measure in MEASURES.items() if measure.period is None}, shipped_rules(),
              frozenset(Role) - OUTSIDE, ())


def said(rules: AlertRules, known: Known = KNOWN) -> list[str]:
    return [fault.template.format(**fault.values) for fault in faults(rules, known)]


def ladder(key: str, **changed: object) -> AlertRules:
    """The shipped policy with one ladder changed."""
    return replace(SHIPPED, ladders=tuple(replace(one, **changed) if one.key == key else one  # type: ignore[arg-type]
                                          for one in SHIPPED.ladders))


def chain(key: str, change: Callable[[tuple[Level, ...]], tuple[Level, ...]]) -> AlertRules:
    return replace(SHIPPED, chains=tuple(replace(one, levels=change(one.levels)) if one.key == key else one
                                         for one in SHIPPED.chains))


def steps_of(key: str) -> tuple[Step, ...]:
    found = SHIPPED.ladder(key)
    assert found is not None
    return found.steps


def test_the_shipped_policy_has_no_fault() -> None:
    assert said(SHIPPED) == []


def test_steps_in_the_wrong_order_are_never_reached_or_milder() -> None:
    *rest, breached = steps_of("days")
    assert any("breached is milder" not in one and "step half is milder than breached" in one
               for one in said(ladder("days", steps=(breached, *rest))))
    half, three, one_day, today, late = steps_of("days")
    [fault] = said(ladder("days", steps=(half, replace(one_day, severity=Severity.NOTICE), three, today, late)))
    assert "step one_day is never reached" in fault and "three_days" in fault
    twin = replace(late, key="worse")
    [fault] = said(ladder("days", steps=(*steps_of("days"), twin)))
    assert "step breached is never reached" in fault and "worse" in fault


@pytest.mark.parametrize(("key", "name", "values"), [
    ("calendar", "days", (14, 60)), ("rejects", "share", (0.05, 0.01)), ("calendar", "days", (14, 14))])
def test_thresholds_that_swallow_each_other_leave_a_step_without_use(
        key: str, name: str, values: tuple[float, float]) -> None:
    swallowed = tuple(replace(step, limits={name: value})
                      for step, value in zip(steps_of(key), values, strict=True))
    [fault] = said(ladder(key, steps=swallowed))
    assert f"step {swallowed[0].key} is never reached" in fault


def test_what_does_not_exist_is_named_with_what_does() -> None:
    assert "there is no watch tide" in said(ladder("surge", watch="tide"))[0] and "surges" in said(
        ladder("surge", watch="tide"))[0]
    [fault] = said(ladder("surge", chain="none"))
    assert "no chain none" in fault and "calendar, case, room" in fault
    [fault] = said(ladder("hours", steps=(replace(steps_of("hours")[0], measure="received"), *steps_of("hours")[1:])))
    assert "received is no measure of a state" in fault
    [fault] = said(ladder("silence", steps=(*steps_of("silence"), Step("dead", Severity.BREACH))))
    assert "step dead" in fault and "failing, late, silent" in fault
    [fault] = said(ladder("silence", steps=(replace(steps_of("silence")[0], measure="open"), *steps_of("silence")[1:])))
    assert "looks at no measure" in fault


def test_numbers_that_are_missing_or_unknown_are_named() -> None:
    first, second = steps_of("calendar")
    found = said(ladder("calendar", steps=(replace(first, limits={"weeks": 8}), second)))
    assert len(found) == 2 and "missing, add them to limits: days" in found[0] and "weeks" in found[1]


def test_rules_of_terms_that_no_ladder_looks_at_are_a_gap() -> None:
    [fault] = said(ladder("response", units=frozenset({"calendar_day", "hour", "minute"})))
    assert fault.startswith("No ladder of the stage first_response looks at")
    assert fault.endswith(": incident-office-first-response")
    [fault] = said(ladder("days", units=frozenset({"calendar_day", "working_day"})))
    assert fault.endswith(": export")


def test_a_ladder_to_which_no_rule_is_left_and_rules_that_do_not_exist_are_named() -> None:
    days = SHIPPED.ladder("days")
    assert days is not None
    [fault] = said(replace(SHIPPED, ladders=(*SHIPPED.ladders, replace(days, key="again"))))
    assert "Ladder again: no rule of terms is left" in fault
    special = replace(days, key="special", units=frozenset(), rules=frozenset({"59-fz-answer", "gone"}))
    [fault] = said(replace(SHIPPED, ladders=(*SHIPPED.ladders, special)))
    assert "no such rules" in fault and fault.endswith(": gone")
    assert said(ladder("silence", units=frozenset({"hour"}))) == [
        "Ladder silence: its watch looks at no terms; take units, rules and stage out"]


def test_a_ladder_of_hours_waits_for_own_rules_of_the_answer_and_a_rule_of_another_stage_is_none_of_its_own() -> None:
    own = replace(next(rule for rule in KNOWN.rules if rule.key == "incident-answer"), key="own", unit=Unit.HOUR)
    assert said(SHIPPED, replace(KNOWN, rules=(*KNOWN.rules, own))) == []
    rest = replace(SHIPPED, ladders=tuple(one for one in SHIPPED.ladders if one.key != "hours"))
    [fault] = said(rest, replace(KNOWN, rules=(*KNOWN.rules, own)))
    assert fault.startswith("No ladder of the stage answer") and fault.endswith(": own")
    days = SHIPPED.ladder("days")
    assert days is not None
    special = replace(days, key="special", units=frozenset(), rules=frozenset({"59-fz-answer", "ads-call-back"}))
    [fault] = said(replace(SHIPPED, ladders=(*SHIPPED.ladders, special)))
    assert "no such rules" in fault and fault.endswith(": ads-call-back")


def test_a_measure_of_another_stage_is_named_with_both() -> None:
    [fault] = said(ladder("response", steps=(*steps_of("response")[:-1], steps_of("hours")[-1])))
    assert fault == ("Ladder response, step breached: overdue_open looks at terms of the stage answer; name a measure "
                     "of the stage first_response")


def test_a_chain_that_calls_nobody_for_a_ladder_is_a_silent_gap() -> None:
    [fault] = said(ladder("surge", steps=steps_of("surge")[:1]))
    assert "no step is grave enough" in fault
    unused = Chain("idle", (Level(Role.HEAD, timedelta()),))
    assert said(replace(SHIPPED, chains=(*SHIPPED.chains, unused))) == [
        "Chain idle: no ladder names it; take it out or name it"]


def test_levels_climb_in_time_and_within_the_longest_acknowledgement() -> None:
    at_once = chain("case", lambda levels: tuple(replace(level, after=timedelta()) for level in levels))
    assert [one.split(";")[0] for one in said(at_once)] == [
        "Chain case: head must hear later than block", "Chain case: curator must hear later than head"]
    [fault] = said(chain("case", lambda levels: (*levels[:-1], replace(levels[-1], after=timedelta(days=15)))))
    assert "later than the longest acknowledgement" in fault
    [fault] = said(chain("room", lambda levels: (*levels, Level(Role.HEAD, timedelta(hours=20)))))
    assert "head stands in it twice" in fault


def test_people_who_do_not_exist_are_faults() -> None:
    faults = said(SHIPPED, replace(KNOWN, held=KNOWN.held - {Role.CURATOR}))
    assert len(faults) == 2 and all("today nobody is curator" in fault for fault in faults), "of case and calendar"
    [fault] = said(SHIPPED, replace(KNOWN, unanswered=("Roads", "Health")))
    assert fault.endswith("appoint somebody: Health, Roads")
    [fault] = said(chain("room", lambda levels: (*levels, Level(Role.WALL, timedelta(hours=20)))))
    assert "wall only looks" in fault


def test_a_holding_that_contradicts_itself_is_a_fault() -> None:
    held = replace(SHIPPED.holding, clear=timedelta(days=2), cooldown=timedelta(days=20))
    assert said(replace(SHIPPED, holding=held)) == [
        "Holding: clear must not be longer than again; make it shorter",
        "Holding: cooldown must not be longer than longest_ack; make it shorter"]


def test_a_ladder_of_an_unknown_watch_is_one_fault_and_no_more() -> None:
    lone = Ladder("lone", "Lone", "tide", (Step("a", Severity.BREACH), Step("b", Severity.NOTICE)), "case")
    assert len(said(replace(SHIPPED, ladders=(*SHIPPED.ladders, lone)))) == 1
