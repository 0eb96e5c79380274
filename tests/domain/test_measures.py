from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.appeals import PLACES_USABLE, Outcome, Status
from dashboard.domain.fields import BY_KEY, FIELDS, Kind, columns
from dashboard.domain.measures import COUNTED, MEASURES
from dashboard.domain.moments import Moment
from dashboard.domain.predicates import All, Any, Cell, Column, Is, Predicate, holds
from tests.domain.builders import at, day, maybe_moments, moments
from tests.domain.test_predicates import NOW, clock, row


def counts(measure: str, **told: Moment | Cell) -> bool:
    return holds(MEASURES[measure].where, row(**told), clock())


def verdict_of_the_city(closed: Moment | None, due: Moment | None) -> str:
    """Boston's own rule, as its data shows it (../shared/data/README.md)."""
    assert NOW.at is not None
    if due is None:
        return "ONTIME"
    assert due.at is not None
    if closed is not None:
        assert closed.at is not None
        return "ONTIME" if closed.at <= due.at else "OVERDUE"
    return "OVERDUE" if due.at < NOW.at else "ONTIME"


instants = st.builds(at, st.integers(15, 25), st.integers(0, 23), st.integers(0, 59))


@given(st.one_of(st.none(), instants), st.one_of(st.none(), instants, st.just(NOW)))
def test_the_measures_give_the_verdict_of_the_city(closed: Moment | None, due: Moment | None) -> None:
    late = counts("overdue_open", closed=closed, due=due) or counts("closed_late", closed=closed, due=due)
    assert late == (verdict_of_the_city(closed, due) == "OVERDUE")
    assert counts("on_time", closed=closed, due=due) == (verdict_of_the_city(closed, due) == "ONTIME")


@given(maybe_moments, maybe_moments)
def test_every_question_is_on_time_or_late_and_never_both(closed: Moment | None, due: Moment | None) -> None:
    told = {"closed": closed, "due": due}
    answers = [counts(measure, **told) for measure in ("on_time", "overdue_open", "closed_late")]
    assert sum(answers) == 1


@given(maybe_moments, maybe_moments)
def test_every_question_is_open_or_closed_and_has_a_term_or_none(closed: Moment | None, due: Moment | None) -> None:
    told = {"closed": closed, "due": due}
    assert counts("open", **told) != counts("closed", **told)
    assert counts("with_deadline", **told) != counts("no_deadline", **told)
    assert counts("on_time_with_deadline", **told) == (counts("on_time", **told) and due is not None)


@given(moments)
def test_overdue_due_today_and_in_three_working_days_do_not_overlap(due: Moment) -> None:
    today, soon = counts("due_today", due=due), counts("due_in_3_working_days", due=due)
    assert today == (due.on == NOW.on and not counts("overdue_open", due=due))
    assert soon == (0 < (due.on - NOW.on).days <= 3)


@given(moments)
def test_due_by_the_next_working_day_is_a_part_of_due_in_three(due: Moment) -> None:
    assert counts("due_next_working_day", due=due) == (due.on - NOW.on == timedelta(days=1))


@given(moments)
def test_a_term_to_the_minute_ends_in_two_hours_or_in_half_an_hour_or_has_passed(due: Moment) -> None:
    assert NOW.at is not None
    for measure, minutes in (("due_in_2_hours", 120), ("due_in_30_minutes", 30)):
        expected = due.at is not None and timedelta() <= due.at - NOW.at <= timedelta(minutes=minutes)
        assert counts(measure, due=due) == expected


def test_a_term_without_a_time_is_never_near_by_the_hour_and_the_last_minute_still_is() -> None:
    assert not counts("due_in_2_hours", due=day(20))
    assert counts("due_in_30_minutes", due=NOW) and counts("due_in_30_minutes", due=at(20, 10, 30))
    assert not counts("due_in_30_minutes", due=at(20, 10, 31)) and not counts("due_in_30_minutes", due=at(20, 9, 59))


@given(moments, moments)
def test_half_the_term_has_passed_when_no_more_days_are_left_than_behind(received: Moment, due: Moment) -> None:
    running = not counts("overdue_open", due=due)
    expected = running and due.on - NOW.on <= NOW.on - received.on
    assert counts("half_term", received=received, due=due) == expected
    assert not counts("half_term", received=received, due=due, closed=NOW)


def test_half_of_thirty_days_is_the_fifteenth_and_of_an_odd_term_the_day_after_the_middle() -> None:
    assert counts("half_term", received=day(5), due=day(35)) and not counts("half_term", received=day(6), due=day(35))
    assert not counts("half_term", received=day(20), due=day(21)) and counts("half_term", received=day(20), due=day(20))


def test_a_closed_question_is_due_no_more() -> None:
    assert not any(counts(m, due=day(20), closed=day(19)) for m in ("due_today", "due_in_3_working_days"))
    assert not counts("overdue_open", due=day(2), closed=day(19))


@pytest.mark.parametrize("outcome", ["resolved", "explained", "refused", "forwarded"])
def test_a_closing_counts_under_its_own_outcome_only(outcome: str) -> None:
    counted = [o.value for o in Outcome if o.value in MEASURES
               and counts(o.value, closed=day(1), outcome=outcome)]
    assert counted == [outcome]
    assert not counts(outcome, closed=None, outcome=outcome)


@given(maybe_moments, maybe_moments)
def test_a_term_that_ends_is_still_running_or_overdue_and_never_both(closed: Moment | None, due: Moment | None) -> None:
    told = {"closed": closed, "due": due}
    answers = [counts(measure, **told) for measure in ("ending_open", "overdue_open")]
    assert sum(answers) == (closed is None and due is not None)


@given(maybe_moments, maybe_moments)
def test_what_has_a_term_is_on_time_or_late_and_never_both(closed: Moment | None, due: Moment | None) -> None:
    told = {"closed": closed, "due": due}
    answers = [counts(measure, **told) for measure in ("on_time_with_deadline", "late_with_deadline")]
    assert sum(answers) == counts("with_deadline", **told)


@given(maybe_moments, maybe_moments, st.one_of(st.none(), st.sampled_from([o.value for o in Outcome])))
def test_a_promise_is_open_broken_kept_or_kept_late_and_never_two_of_them(
        closed: Moment | None, promised: Moment | None, outcome: str | None) -> None:
    told = {"closed": closed, "deferred_to": promised, "outcome": outcome if closed else None}
    answers = [counts(m, **told) for m in ("promised_open", "promise_broken", "promise_kept", "promise_kept_late")]
    assert sum(answers) == (promised is not None)


def test_to_close_a_question_with_a_deferred_decision_keeps_no_promise() -> None:
    told = {"closed": day(3), "deferred_to": day(10)}
    assert counts("promise_broken", outcome="deferred", **told)
    assert not counts("promise_kept", outcome="deferred", **told)
    assert counts("promise_kept", outcome="resolved", **told)


def test_satisfied_is_a_rating_of_four_or_five() -> None:
    assert [counts("satisfied", rating=n) for n in (None, 1, 3, 4, 5)] == [False, False, False, True, True]
    assert [counts("rated", rating=n) for n in (None, 1, 5)] == [False, True, True]


def test_a_place_is_usable_or_counts_as_none() -> None:
    assert not any(counts("no_address", place=place) for place in PLACES_USABLE)
    assert counts("no_address", place=None) and counts("no_address", place="default")


def test_duplicates_spam_and_vanished_rows_count_nowhere_and_an_unknown_status_does() -> None:
    uncounted = {s.value for s in Status if not holds(COUNTED, {"status": s.value}, {})}
    assert uncounted == {"duplicate", "spam", "vanished"}
    assert holds(COUNTED, {"status": None}, {})


def leaves(predicate: Predicate) -> list[Is]:
    if isinstance(predicate, Is):
        return [predicate]
    assert isinstance(predicate, All | Any)
    return [leaf for part in predicate.parts for leaf in leaves(part)]


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_looks_at_fields_that_there_are(key: str) -> None:
    measure, known = MEASURES[key], {"id", *(name for name, _ in columns(FIELDS))}
    assert measure.key == key
    for leaf in leaves(measure.where):
        assert leaf.field in known
        assert not isinstance(leaf.operand, Column) or leaf.operand.name in known
    assert measure.period is None or BY_KEY[measure.period].kind is Kind.MOMENT
