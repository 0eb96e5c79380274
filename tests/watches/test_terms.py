"""Terms that come near: grouped as people act on them, and every number opens exactly its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from domain.builders import at, day
from towns import TODAY, Life
from watches.grounds import RULES, found, ground, question

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.appeals import Value
from dashboard.domain.rules import Stage
from dashboard.watches.terms import WATCH

SHIPPED = {ladder.key: ladder for ladder in shipped_alerts().ladders}
DAYS, HOURS, RESPONSE = SHIPPED["days"], SHIPPED["hours"], SHIPPED["response"]
LADDERS = (DAYS, HOURS, RESPONSE)
KNOWN = tuple(rule.key for rule in RULES if rule.stage is Stage.ANSWER)
HEAP = ("housing", "heating", "Mira", "")
ENGINES = pytest.mark.parametrize("engine", ["sqlite", "duckdb"])


def near(number: int, days: int, **facts: Value) -> Life:
    return question(number, due=day(TODAY + days), **facts)


@ENGINES
def test_what_one_person_should_act_on_is_one_finding_told_as_its_gravest_step(tmp_path: Path, engine: str) -> None:
    lives = [near(1, -1), near(2, 0), near(3, 1), near(4, 3, received=at(TODAY - 2)), near(5, 9), near(6, 11),
             near(7, 2, topic="roof"), near(8, 1, street=None), near(9, -1, status="spam"),
             near(10, -2, closed=at(TODAY - 3), status="closed")]
    with ground(tmp_path, lives, engine) as place:
        alerts = found(WATCH, place, DAYS, HOURS)
    mine = alerts["days", *HEAP]
    assert (mine.step, mine.severity, mine.n, mine.measure) == ("breached", Severity.BREACH, 1, "overdue_open")
    assert mine.counts == {"half": 3, "three_days": 2, "one_day": 1, "today": 1, "breached": 1}
    assert alerts["days", "housing", "roof", "Mira", ""].step == "three_days"
    assert alerts["days", "housing", "heating", "", ""].severity is Severity.WARNING
    assert len(alerts) == 3


def test_a_city_looks_by_fewer_parts_and_each_number_is_still_its_list(tmp_path: Path) -> None:
    lives = [near(number, -1, street=f"street {number}", topic=f"topic {number % 2}") for number in range(1, 9)]
    coarse = replace(DAYS, by=("block", "topic"))
    with ground(tmp_path, lives) as place:
        alerts = found(WATCH, place, coarse)
        counted = {key: place.ask.count(one.measure, one.scope)[""] for key, one in alerts.items()}
    assert counted == {("days", "housing", f"topic {number}", "", ""): 4 for number in (0, 1)}
    assert [one.n for one in alerts.values()] == [4, 4]


@ENGINES
def test_every_number_of_every_step_is_exactly_the_list_behind_it(tmp_path: Path, engine: str) -> None:
    chance, lives = Random(5), []
    for number in range(1, 200):
        due = (day(TODAY + chance.randrange(-4, 9)) if chance.random() < 0.6
               else at(TODAY, chance.choice((14, 15, 16, 17)), chance.randrange(60)))
        lives.append(question(number, due=due, received=at(TODAY - chance.randrange(1, 12), 9),
                              topic=chance.choice(("heating", "roof", None)), block=chance.choice(("housing", None)),
                              street=chance.choice(("Mira", "Lenina", None)), source=chance.choice(("pos", "edds")),
                              due_source=chance.choice(("export", *KNOWN)),
                              respond=at(TODAY, chance.choice((14, 15, 16, 17)), chance.randrange(60)),
                              respond_source=chance.choice(("first_word", "call_back", None)),
                              first_response=chance.choice((at(TODAY - 1), None))))
    seen = set()
    with ground(tmp_path, lives, engine) as place:
        for ladder in LADDERS:
            for finding in WATCH.find(place, ladder, LADDERS):
                for key, n in finding.counts.items():
                    step = ladder.step(key)
                    assert step is not None
                    rows = place.ask.rows(step.measure, finding.scope, columns=("id", "source", "due_source"))
                    assert len(rows) == n == sum(place.ask.count(step.measure, finding.scope).values())
                    assert {row["source"] for row in rows} <= finding.sources
                    seen.add((ladder.key, key))
                assert finding.n == finding.counts[finding.step]
    assert seen == {(ladder.key, step.key) for ladder in LADDERS for step in ladder.steps}


def test_a_first_response_stands_on_its_own_ladder_beside_the_answer_until_it_is_given(tmp_path: Path) -> None:
    late = {"due": day(TODAY - 1), "respond": at(TODAY, 14, 50), "respond_source": "call_back"}
    lives = [question(1, **late), question(2, **late, first_response=at(TODAY - 2)),
             question(3, due=None, respond=at(TODAY, 15, 20), respond_source="first_word"),
             question(4, due=None, respond=day(TODAY - 1), respond_source="gone")]
    with ground(tmp_path, lives) as place:
        first = found(WATCH, place, RESPONSE, DAYS, HOURS)["response", *HEAP]
        answer = found(WATCH, place, DAYS, HOURS, RESPONSE)["days", *HEAP]
        assert (first.step, first.n, first.measure) == ("breached", 1, "response_overdue")
        assert first.counts == {"two_hours": 1, "half_hour": 1, "breached": 1}
        assert first.scope.members["response_rule"] == {"hours"} and "rule" not in first.scope.members
        assert (answer.step, answer.n) == ("breached", 2)


def test_terms_in_hours_stand_on_the_ladder_of_hours_alone(tmp_path: Path) -> None:
    lives = [question(1, due=at(TODAY, 15, 20), due_source="four_hours"),
             question(2, due=at(TODAY, 16, 30), due_source="call"),
             question(3, due=at(TODAY, 16, 30), due_source="export"),
             question(4, due=at(TODAY, 16, 30), due_source=None)]
    with ground(tmp_path, lives) as place:
        hours = found(WATCH, place, HOURS, DAYS)["hours", *HEAP]
        days = found(WATCH, place, DAYS, HOURS)["days", *HEAP]
        assert (hours.step, hours.n, hours.counts) == ("half_hour", 1, {"two_hours": 2, "half_hour": 1})
        assert hours.scope.members["rule"] == {"hours"}
        assert (days.step, days.n, days.scope.members["rule"]) == ("today", 1, {"days"})


def test_a_ladder_of_special_rules_takes_them_from_the_general_one(tmp_path: Path) -> None:
    special = replace(DAYS, key="special", units=frozenset(), rules=frozenset({"ten_working"}))
    lives = [near(1, -1, due_source="ten_working"), near(2, 0, due_source="thirty_days"), near(3, 0)]
    with ground(tmp_path, lives) as place:
        its = found(WATCH, place, special, DAYS)["special", *HEAP]
        general = found(WATCH, place, DAYS, special)["days", *HEAP]
        assert (its.step, its.n, its.scope.members["rule"]) == ("breached", 1, {"ten_working"})
        assert (general.step, general.n, general.scope.members["rule"]) == ("today", 2, {"thirty_days", "export"})
        taken = replace(special, key="second")
        assert found(WATCH, place, taken, special, DAYS) != {}  # it comes first in what it was given
        assert list(WATCH.find(place, taken, (special, taken, DAYS))) == []


def test_who_told_of_any_of_its_questions_is_remembered(tmp_path: Path) -> None:
    lives = [near(1, -1, source="pos"), near(2, 1, source="edds"), near(3, 40, source="incident")]
    with ground(tmp_path, lives) as place:
        assert found(WATCH, place, DAYS, HOURS)["days", *HEAP].sources == {"pos", "edds"}


def test_nothing_near_finds_nothing(tmp_path: Path) -> None:
    with ground(tmp_path, [near(1, 40), question(2, due=None, due_source=None)]) as place:
        assert found(WATCH, place, DAYS, HOURS) == {}


def test_a_rule_that_the_policy_has_no_more_belongs_to_no_ladder(tmp_path: Path) -> None:
    lone = replace(DAYS, key="lone", units=frozenset(), rules=frozenset({"gone"}))
    with ground(tmp_path, [near(1, -1, due_source="gone")]) as place:
        assert found(WATCH, place, lone, DAYS) == {}
