"""A day promised to a citizen: kept by the truth of either engine, taken back by no import, watched until done."""

from datetime import date, timedelta

import pytest
from houses import NOW, days_ago, record, room, tell

from dashboard.domain.people import Role, Viewer
from dashboard.domain.rules import Stage
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, UsageError
from dashboard.room import Room

ALL, NOW_VIEW = Scope(), View()
DAY = date(2026, 12, 3)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """A room with an open question of the block `housing` on either engine."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_store_url")
    found = room(tmp_path, url)
    tell(found.house, "a", [record(1), record(2, block="roads")])
    return found


def promise(place, number="n1", day=DAY, **more):
    inputs = {"what": "the roof", "reason": "parts come then", **more}
    return place.do("promise", question=place.case("pos", number, texts=False).id, day=day, **inputs)


def counted(place, view=NOW_VIEW):
    return [place.count(measure, ALL, view)[""] for measure in ("promised_open", "promise_broken", "promise_kept")]


def test_a_promise_is_an_event_a_fact_a_stage_and_a_reason(place):
    promise(place)
    case = place.case("pos", "n1")
    assert case.state["deferred_to"].on == DAY
    assert (case.events[-1].kind, case.events[-1].actor) == ("deferred", "person:tester")
    assert place.terms(case)[Stage.DEFERRED].due.on == DAY
    assert [(c.field, c.value, c.reason) for c in case.corrections] == [
        ("deferred_to", "2026-12-03", "the roof — parts come then")]
    assert counted(place) == [1, 0, 0]


def test_no_import_takes_a_promise_back(place):
    promise(place)
    tell(place.house, "b", [record(1, topic="roof", deferred_to=None)], NOW + timedelta(hours=1))
    assert place.case("pos", "n1").state["deferred_to"].on == DAY


def test_a_promise_is_broken_when_its_day_is_over_and_the_question_is_not_done(place):
    promise(place)
    later = View(NOW + timedelta(days=11), NOW + timedelta(days=11))
    assert counted(place, later) == [0, 1, 0]


def test_a_closing_by_the_day_keeps_the_promise_but_not_a_deferred_decision(place):
    promise(place)
    tell(place.house, "b", [record(1, closed=days_ago(0), status="closed", outcome="deferred")])
    assert counted(place) == [1, 0, 0]
    tell(place.house, "c", [record(1, closed=days_ago(0), status="closed", outcome="resolved")],
         NOW + timedelta(hours=1))
    assert counted(place) == [0, 0, 1]


def test_a_later_promise_takes_the_place_of_the_former_one_and_both_are_remembered(place):
    promise(place)
    promise(place, day=DAY + timedelta(days=7))
    case = place.case("pos", "n1")
    assert case.state["deferred_to"].on == DAY + timedelta(days=7)
    assert [event.kind for event in case.events].count("deferred") == 2


@pytest.mark.parametrize("wrong", [{"day": NOW.date() - timedelta(days=1)}, {"day": "soon"}, {"what": " "},
                                   {"reason": ""}, {"what": "x" * 501}])
def test_a_promise_needs_a_day_ahead_words_and_a_reason(place, wrong):
    with pytest.raises(UsageError):
        promise(place, **wrong)
    assert counted(place) == [0, 0, 0]


def test_nothing_is_promised_on_a_closed_question(place):
    tell(place.house, "b", [record(1, closed=days_ago(0), status="closed", outcome="resolved")])
    with pytest.raises(UsageError):
        promise(place)


def test_who_answers_for_a_block_promises_there_and_nowhere_else(place):
    lead = Room(place.house, Viewer("lead", frozenset({Role.BLOCK}), frozenset({"housing"})))
    promise(lead)
    other = place.case("pos", "n2", texts=False).id
    with pytest.raises(AccessError):
        lead.do("promise", question=other, day=DAY, what="the road", reason="asphalt")
    assert counted(place) == [1, 0, 0]


def test_no_act_is_done_on_a_question_that_there_is_not(place):
    with pytest.raises(UsageError):
        place.do("correct", question=777, field="topic", value="roof", reason="seen")
