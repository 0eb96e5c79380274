from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.appeals import CLOSED_STATUSES, State
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment
from tests.domain.builders import Teller, at, day, exports, in_order, instant, slices_of, state_at, told_facts


def kinds(events: list[Event]) -> list[str]:
    return [str(event.kind) for event in events]


def test_a_new_question_is_a_receipt_that_carries_what_was_told() -> None:
    told = Teller().tell(at(5), received=day(1), topic="roads", department=None, status="new")
    assert kinds(told) == ["received"]
    assert told[0].happened == day(1)
    assert told[0].facts == {"topic": "roads", "status": "new"}


def test_a_closed_question_was_in_work_between_its_receipt_and_its_closing() -> None:
    source = Teller()
    source.tell(at(9), received=at(1), closed=at(4), status="closed", outcome="resolved")
    slices = slices_of(source.events)
    between, after = state_at(slices, instant(3)), state_at(slices, instant(5))
    assert between is not None and between["status"] == "in_work" and "outcome" not in between
    assert after is not None and (after["status"], after["outcome"], after["closed"]) == ("closed", "resolved", at(4))


def test_a_closing_without_a_date_happened_when_the_export_was_made_and_says_so() -> None:
    source = Teller()
    told = source.tell(at(9), received=day(1), status="closed")
    assert (told[1].kind, told[1].happened, told[1].marks) == ("closed", at(9), ("undated",))
    assert source.now["marks"] == "closed_undated"


def test_a_date_told_later_replaces_the_assumed_one_and_clears_the_doubt() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), status="closed", outcome="refused")
    source.tell(at(11), received=day(1), status="closed", outcome="refused", closed=day(6))
    assert source.now["closed"] == day(6)
    assert source.now["outcome"] == "refused"
    assert "marks" not in source.now
    assert state_at(slices_of(source.events), instant(7)) == source.now


def test_a_rating_without_a_date_is_a_rating_at_the_exports_moment() -> None:
    source = Teller()
    told = source.tell(at(9), received=day(1), rating=4)
    assert kinds(told) == ["received", "rated"]
    assert "rating" not in told[0].facts
    assert (told[1].happened, told[1].facts, told[1].marks) == (at(9), {"rating": 4}, ("undated",))
    assert (source.now["rated"], source.now["rating"]) == (at(9), 4)


def test_a_dated_rating_carries_the_rating_itself() -> None:
    source = Teller()
    told = source.tell(at(9), received=day(1), rated=day(3), rating=2)
    assert told[1] == Event("rated", day(3), instant(9), {"rating": 2}, 1, "source:pos")
    before = state_at(slices_of(source.events), instant(2))
    assert before is not None and "rating" not in before


def test_another_rating_is_another_event_and_the_first_stays_in_the_past() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), rated=day(3), rating=2)
    source.tell(at(12), received=day(1), rated=day(11), rating=5)
    then = state_at(slices_of(source.events), instant(10))
    assert then is not None and (then["rated"], then["rating"]) == (day(3), 2)
    assert (source.now["rated"], source.now["rating"]) == (day(11), 5)


def test_a_rating_withdrawn_is_known_no_more() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), rated=day(3), rating=2)
    source.tell(at(12), received=day(1), rated=None, rating=None)
    assert "rating" not in source.now and "rated" not in source.now


def test_a_question_that_is_open_again_was_re_opened() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), closed=day(4), status="closed", outcome="explained")
    told = source.tell(at(9), received=day(1), closed=None, status="in_work")
    assert kinds(told) == ["reopened"]
    assert source.now["status"] == "in_work"
    assert source.now["returned"] == at(9)
    assert "closed" not in source.now and "outcome" not in source.now


def test_a_question_may_be_closed_re_opened_and_closed_again() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), closed=day(4), status="closed", outcome="explained")
    source.tell(at(9), received=day(1), closed=None, status="in_work", outcome=None)
    told = source.tell(at(15), received=day(1), closed=day(14), status="closed", outcome="resolved")
    assert kinds(told) == ["closed"]
    assert [s.state.get("closed") for s in slices_of(source.events)] == [None, day(4), None, day(14)]
    assert (source.now["outcome"], source.now["returned"]) == ("resolved", at(9))


def test_a_second_closing_dated_before_the_re_opening_that_we_saw_closes_all_the_same() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), closed=day(4), status="closed")
    source.tell(at(9), received=day(1), closed=None, status="in_work")
    source.tell(at(12), received=day(1), closed=day(4), status="closed")
    assert (source.now["closed"], source.now["status"]) == (day(4), "closed")


def test_a_closing_told_late_overrules_the_statuses_seen_meanwhile() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), status="new")
    source.tell(at(8), received=day(1), status="approval")
    source.tell(at(12), received=day(1), status="closed", closed=day(6))
    then = state_at(slices_of(source.events), instant(9))
    assert then is not None and (then["status"], then["closed"]) == ("closed", day(6))
    assert source.now["status"] == "closed"


def test_a_return_told_beside_an_older_closing_leaves_an_open_question_open() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), closed=day(4), returned=day(6), status="in_work")
    assert "closed" not in source.now
    assert (source.now["status"], source.now["returned"]) == ("in_work", day(6))


def test_a_closed_duplicate_stays_a_duplicate() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), closed=day(4), status="duplicate")
    assert (source.now["status"], source.now["closed"]) == ("duplicate", day(4))


def test_an_open_status_beside_a_closing_date_counts_as_closed() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), closed=day(4), status="approval")
    assert source.now["status"] == "closed"


def test_a_record_without_the_columns_of_closing_says_nothing_about_it() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), closed=day(4), status="closed")
    assert source.tell(at(9), received=day(1), topic="roads")[0].facts == {"topic": "roads"}
    assert source.now["closed"] == day(4)


def test_the_department_changes_when_the_export_shows_another() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), department="a")
    told = source.tell(at(9), received=day(1), department="b")
    assert (told[0].kind, told[0].happened, told[0].facts) == ("assigned", at(9), {"department": "b"})
    assert [s.state["department"] for s in slices_of(source.events)] == ["a", "b"]


def test_a_corrected_date_of_receipt_keeps_what_was_told_at_the_receipt() -> None:
    source = Teller()
    source.tell(at(9), received=day(5), department="a", topic="roads")
    source.tell(at(10), received=day(5), department="b", topic="roads")
    for corrected in (day(2), day(7)):
        source.tell(at(12), received=corrected, department="b", topic="roads")
        slices = slices_of(source.events)
        assert [(s.valid_from, s.state["department"]) for s in slices] == [
            (instant(corrected.on.day - 1, 0), "a"), (instant(10), "b")]
        assert all(s.state["topic"] == "roads" and s.state["received"] == corrected for s in slices)


def test_a_later_term_of_the_export_is_an_extension_and_an_earlier_one_a_correction() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), due=day(10))
    assert kinds(source.tell(at(6), received=day(1), due=day(20))) == ["extended"]
    assert kinds(source.tell(at(7), received=day(1), due=day(15))) == ["corrected"]
    assert (source.now["due"], source.now["due_source"]) == (day(15), "export")


def test_an_empty_term_is_no_news_about_a_term_that_a_rule_gives() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), due=None)
    assert source.now["due_source"] == "thirty_days"
    assert source.tell(at(6), received=day(1), due=None) == []


def test_an_export_that_names_the_term_of_the_rule_makes_it_the_exports_own() -> None:
    source = Teller()
    source.tell(at(5), received=day(1))
    source.tell(at(6), received=day(1), due=day(31))
    assert (source.now["due"], source.now["due_source"]) == (day(31), "export")


def test_a_first_response_may_get_another_date_or_lose_it() -> None:
    source = Teller()
    source.tell(at(9), received=day(1), first_response=day(3))
    source.tell(at(10), received=day(1), first_response=day(5))
    assert [s.state.get("first_response") for s in slices_of(source.events)] == [None, day(5)]
    source.tell(at(11), received=day(1), first_response=None)
    assert "first_response" not in source.now


def test_a_question_that_vanished_comes_back_as_it_was() -> None:
    for facts in ({"closed": day(4), "status": "closed"}, {"closed": day(4)}, {"status": "routing"}):
        source = Teller()
        source.tell(at(5), received=day(1), **facts)
        before = source.now["status"]
        source.say(Event(EventKind.VANISHED, at(6), instant(6)))
        assert source.now["status"] == "vanished"
        source.tell(at(9), received=day(1), **facts)
        assert source.now["status"] == before


def test_a_vanished_question_comes_back_though_its_status_is_never_told() -> None:
    source = Teller()
    source.tell(at(5), received=day(1))
    source.say(Event(EventKind.VANISHED, at(6), instant(6)))
    source.tell(at(9), received=day(1))
    assert "status" not in source.now


def test_a_batch_taken_back_and_imported_again_gives_the_same_state() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), status="new", department="a")
    facts: State = {"received": day(1), "status": "closed", "closed": day(6), "department": "b", "rating": 5}
    source.tell(at(9), **facts)
    after = source.now
    source.say(Event(EventKind.UNDONE, at(10), instant(10), actor="cli:op", undoes=2))
    assert (source.now["status"], source.now["department"]) == ("new", "a")
    assert "closed" not in source.now and "rating" not in source.now
    source.tell(at(9), instant(11), **facts)
    assert source.now == after


def test_the_first_batch_taken_back_and_imported_again_gives_the_same_state() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), status="new", department="a")
    source.tell(at(9), received=day(1), status="new", department="b")
    source.say(Event(EventKind.UNDONE, at(10), instant(10), actor="cli:op", undoes=1))
    assert slices_of(source.events) == []
    source.tell(at(5), instant(11), received=day(1), status="new", department="a")
    assert (source.now["department"], source.now["received"]) == ("a", day(1))


def test_a_corrected_date_is_taken_back_with_its_own_batch_only() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), closed=day(4))
    source.tell(at(9), received=day(1), closed=day(3))
    source.say(Event(EventKind.UNDONE, at(10), instant(10), actor="cli:op", undoes=2))
    assert source.now["closed"] == day(4)


def test_no_import_overwrites_what_a_person_corrected() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), street="a", department="a")
    source.say(Event(EventKind.CORRECTED, at(6), instant(6), {"street": "mine"}, 0, "person:head"))
    source.tell(at(9), received=day(1), street="b", department="b")
    assert (source.now["street"], source.now["department"]) == ("mine", "b")
    assert source.tell(at(10), received=day(1), street="b", department="b") == []


def test_a_person_may_correct_their_own_correction() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), street="a")
    for hour, street in ((1, "mine"), (2, "ours")):
        source.say(Event(EventKind.CORRECTED, at(6, hour), instant(6, hour), {"street": street}, 0, "person:head"))
    assert source.now["street"] == "ours"


@settings(max_examples=400)
@given(exports)
def test_the_same_record_twice_means_nothing_new(tellings: list[tuple[int, int, State]]) -> None:
    source = Teller()
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
        assert source.tell(observed, **facts) == []


@settings(max_examples=400)
@given(exports, st.integers(0, 5))
def test_the_state_now_is_what_the_source_said_last(tellings: list[tuple[int, int, State]], extra: int) -> None:
    source = Teller()
    told: dict[str, object] = {}
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
        told.update(facts)
    for field in ("department", "topic", "repeated", "lat", "registered", "first_response"):
        assert source.now.get(field) == told.get(field)
    assert source.now["received"] == told["received"]
    own = told.get("due")
    assert (source.now["due_source"] == "export") == isinstance(own, Moment)
    assert own is None or source.now["due"] == own


@settings(max_examples=300)
@given(exports)
def test_a_question_has_a_closing_status_exactly_while_it_is_closed(tellings: list[tuple[int, int, State]]) -> None:
    source = Teller()
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
    for piece in slices_of(source.events):
        if piece.state.get("closed") is None:
            assert piece.state.get("status") not in CLOSED_STATUSES
        else:
            assert piece.state["status"] in CLOSED_STATUSES | {"spam", "duplicate"}


@settings(max_examples=300)
@given(exports, st.data())
def test_any_batch_taken_back_and_told_again_leaves_nothing_to_add(
        tellings: list[tuple[int, int, State]], data: st.DataObject) -> None:
    source = Teller()
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
    undone = data.draw(st.integers(1, source.batch))
    source.say(Event(EventKind.UNDONE, at(40), instant(40), actor="cli:op", undoes=undone))
    facts = data.draw(told_facts)
    source.tell(at(41), **facts)
    assert source.tell(at(42), **facts) == []


def test_a_day_to_which_a_decision_is_deferred_is_an_event_of_its_own_and_each_move_is_another() -> None:
    source = Teller()
    assert kinds(source.tell(at(5), received=day(1), deferred_to=day(40))) == ["received", "deferred"]
    assert source.tell(at(6), received=day(1), deferred_to=day(40)) == []
    moved = source.tell(at(7), received=day(1), deferred_to=day(60))
    assert [(event.kind, event.facts, event.marks) for event in moved] == [
        ("deferred", {"deferred_to": day(60)}, ("undated",))]
    assert kinds(source.tell(at(8), received=day(1), deferred_to=None)) == ["deferred"]
    assert "deferred_to" not in source.now


def test_a_file_without_the_column_takes_no_promise_back() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), deferred_to=day(40))
    assert source.tell(at(6), received=day(1), status="in_work")[0].kind == "status"
    assert source.now["deferred_to"] == day(40)


def test_a_day_that_a_person_promised_stays_whatever_the_source_says_later() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), deferred_to=None)
    source.events.append(Event("deferred", at(6), instant(6), {"deferred_to": day(30)}, 0, "person:ivanova"))
    assert source.tell(at(7), received=day(1), deferred_to=None) == []
    source.tell(at(8), received=day(1), deferred_to=day(50))
    assert source.now["deferred_to"] == day(30)
