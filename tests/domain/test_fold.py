from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.appeals import State
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import effective
from dashboard.domain.moments import Moment
from tests.domain.builders import ZONE, Teller, at, day, exports, in_order, instant, slices_of, state_at, state_now


def event(kind: str, happened: Moment, told: int = 20, *marks: str, batch: int = 1, **facts: str) -> Event:
    return Event(kind, happened, instant(told), facts, batch, "source:pos", marks)


def test_without_a_receipt_there_is_no_question() -> None:
    assert slices_of([]) == []
    assert slices_of([event("closed", day(3))]) == []


def test_a_slice_begins_when_something_happens_and_lasts_until_the_next() -> None:
    slices = slices_of([event("received", at(1, 9), status="new"), event("status", at(2, 10), status="routing"),
                        event("closed", at(4, 11))])
    assert [(s.valid_from, s.state["status"]) for s in slices] == [
        (instant(1, 9), "new"), (instant(2, 10), "routing"), (instant(4, 11), "closed")]


def test_what_happens_at_one_instant_is_one_slice() -> None:
    slices = slices_of([event("received", at(1, 9), status="new"), event("assigned", at(1, 9), department="a")])
    assert [(s.valid_from, s.state["department"]) for s in slices] == [(instant(1, 9), "a")]


def test_dates_and_instants_of_one_day_stand_side_by_side() -> None:
    slices = slices_of([event("received", at(1, 15)), event("answered", day(1)), event("closed", at(1, 18))])
    assert [s.valid_from for s in slices] == [instant(1, 15), instant(1, 18)]
    assert slices[0].state["first_response"] == day(1)
    assert "marks" not in slices[1].state


def test_a_question_closed_before_its_receipt_is_closed_from_its_first_instant_and_marked() -> None:
    slices = slices_of([event("received", at(5)), event("closed", at(3), outcome="resolved")])
    assert [s.valid_from for s in slices] == [instant(5)]
    assert slices[0].state["closed"] == at(3)
    assert slices[0].state["marks"] == "closed_before_received"


def test_a_corrected_receipt_clears_the_doubt_about_the_closing() -> None:
    events = [event("received", at(5)), event("closed", at(3)), event("received", at(1), 21, "replaces")]
    slices = slices_of(events)
    assert [s.valid_from for s in slices] == [instant(1), instant(3)]
    assert "marks" not in slices[-1].state


def test_unknown_fields_are_absent() -> None:
    now = state_now([event("received", at(1)), event("closed", at(2), outcome="resolved"), event("reopened", at(3))])
    assert None not in now.values()
    assert now["status"] == "returned" and "closed" not in now


def test_a_question_sent_back_while_open_is_returned_from_that_moment() -> None:
    events = [event("received", day(1), status="new"), event("status", at(3), 21, status="in_work"),
              event("status", at(5), 22, status="returned"), event("status", at(7), 23, status="in_work")]
    assert state_now(events)["returned"] == at(5)


def test_the_first_response_is_the_earliest() -> None:
    events = [event("received", day(1)), event("answered", day(6)), event("interim", day(3), 21),
              event("interim", day(8), 22)]
    assert state_now(events)["first_response"] == day(3)


def test_a_new_date_settles_the_doubt_of_its_kind_only() -> None:
    events = [event("received", day(1)), event("closed", at(3), 20, "undated"), event("rated", at(4), 20, "undated"),
              event("reopened", day(5)), event("closed", day(7))]
    assert [s.state.get("marks") for s in slices_of(events)] == [
        None, "closed_undated", "closed_undated,rated_undated", "closed_undated,rated_undated", "rated_undated"]


def test_a_batch_taken_back_is_silent_from_then_on_but_not_before() -> None:
    events = [event("received", day(1), 5, department="a"), event("assigned", day(3), 6, batch=2, department="b"),
              Event(EventKind.UNDONE, at(8), instant(8), undoes=2)]
    assert state_now(events)["department"] == "a"
    assert state_now([e for e in events if e.told_at < instant(8)])["department"] == "b"


def test_an_event_that_replaces_nothing_speaks_for_itself() -> None:
    told = [event("received", day(1)), event("closed", day(4), 20, "replaces")]
    assert effective(told) == told


def test_an_event_replaced_keeps_what_was_told_with_it() -> None:
    told = [event("closed", day(4), outcome="refused"), event("closed", day(6), 21, "replaces")]
    assert [(e.happened, e.facts) for e in effective(told)] == [(day(6), {"outcome": "refused"})]


def test_of_two_receipts_the_one_told_last_says_when_the_question_began() -> None:
    slices = slices_of([event("received", day(5), 20, department="a"), event("received", day(2), 21)])
    assert [(s.valid_from, s.state["received"], s.state["department"]) for s in slices] == [
        (instant(2, 0), day(2), "a")]


def test_what_a_person_corrected_holds_from_then_on_and_the_past_stays_as_told() -> None:
    events = [event("received", at(1), 5, street="a"),
              Event(EventKind.CORRECTED, at(6), instant(6), {"street": "mine"}, 0, "person:head"),
              event("corrected", at(3), 9, street="b")]
    slices = slices_of(events)
    assert [(s.valid_from, s.state["street"]) for s in slices] == [
        (instant(1), "a"), (instant(3), "b"), (instant(6), "mine")]


def test_a_term_corrected_by_a_person_survives_the_next_export() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), due=day(10))
    source.say(Event(EventKind.CORRECTED, at(6), instant(6), {"due": day(15)}, 0, "person:head"))
    source.tell(at(7), received=day(1), due=day(12))
    assert source.now["due"] == day(15)


@settings(max_examples=200)
@given(exports, st.integers(0, 1000))
def test_the_order_in_which_events_are_read_does_not_matter(
        tellings: list[tuple[int, int, State]], seed: int) -> None:
    source = Teller()
    for minute, (observed, facts) in enumerate(in_order(tellings)):
        assert observed.at is not None
        source.tell(observed, observed.at + timedelta(seconds=minute), **facts)
    batches = [[e for e in source.events if e.batch == batch] for batch in range(1, source.batch + 1)]
    Random(seed).shuffle(batches)
    assert slices_of([e for batch in batches for e in batch]) == slices_of(source.events)


@settings(max_examples=200)
@given(exports, st.integers(-6, 50))
def test_the_state_at_a_moment_is_told_by_the_events_that_took_effect_by_then(
        tellings: list[tuple[int, int, State]], number: int) -> None:
    source = Teller()
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
    when = instant(number)
    found = state_at(slices_of(source.events), when)
    born = slices_of(source.events)[0].valid_from
    assert (found is None) == (when < born)
    if found is None:
        return
    for field in ("department", "topic", "lat"):
        said = [e.facts[field] for e in effective(source.events)
                if field in e.facts and (e.kind == "received" or e.happened.starts_at(ZONE) <= when)]
        assert found.get(field) == (said[-1] if said else None)
