from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.appeals import State
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import Slice
from dashboard.domain.rectangles import Rectangle, retell
from tests.domain.builders import Teller, at, day, exports, in_order, instant, slices_of, state_at


def told(tellings: list[tuple[int, int, State]], undone: int = 0) -> Teller:
    source = Teller()
    for observed, facts in in_order(tellings):
        source.tell(observed, **facts)
    if undone:
        source.say(Event(EventKind.UNDONE, at(31), instant(31), actor="cli:op", undoes=undone))
    return source


def covers(rectangle: Rectangle, as_of: object, known_at: object) -> bool:
    _, valid_from, valid_to, known_from, known_to = rectangle
    return (valid_from <= as_of and (valid_to is None or as_of < valid_to)  # type: ignore[operator]
            and known_from <= known_at and (known_to is None or known_at < known_to))  # type: ignore[operator]


def test_the_first_telling_begins_rectangles_that_are_known_from_then_on() -> None:
    slices = [Slice(instant(1), {"status": "new"}), Slice(instant(4), {"status": "closed"})]
    change = retell((), slices, instant(9))
    assert change.ended == ()
    assert change.begun == (
        Rectangle({"status": "new"}, instant(1), instant(4), instant(9), None),
        Rectangle({"status": "closed"}, instant(4), None, instant(9), None))
    assert [r.current for r in change.begun] == [False, True]


def test_what_is_said_again_is_left_alone() -> None:
    slices = [Slice(instant(1), {"status": "new"}), Slice(instant(4), {"status": "closed"})]
    live = retell((), slices, instant(9)).begun
    assert retell(live, slices, instant(12)) == ((), ())


def test_only_the_last_rectangle_is_retold_when_something_happens() -> None:
    before = [Slice(instant(1), {"status": "new"}), Slice(instant(4), {"status": "routing"})]
    live = retell((), before, instant(5)).begun
    change = retell(live, [*before, Slice(instant(8), {"status": "closed"})], instant(9))
    assert change.ended == (Rectangle({"status": "routing"}, instant(4), None, instant(5), instant(9)),)
    assert change.begun == (
        Rectangle({"status": "routing"}, instant(4), instant(8), instant(9), None),
        Rectangle({"status": "closed"}, instant(8), None, instant(9), None))


def test_a_question_of_which_nothing_is_left_has_no_live_rectangle() -> None:
    live = retell((), [Slice(instant(1), {"status": "new"})], instant(5)).begun
    change = retell(live, [], instant(9))
    assert change.begun == ()
    assert [r.known_to for r in change.ended] == [instant(9)]


def test_knowledge_never_begins_before_what_is_known_already() -> None:
    live = retell((), [Slice(instant(1), {"status": "new"})], instant(9)).begun
    change = retell(live, [Slice(instant(1), {"status": "spam"})], instant(5))
    assert change.ended[0].known_to == instant(9)
    assert change.begun[0].known_from == instant(9)


def test_a_late_closing_leaves_the_past_as_it_was_known() -> None:
    source = Teller()
    source.tell(at(5), received=day(1), status="new")
    source.tell(at(12), received=day(1), status="closed", closed=day(6))
    as_known = {known: next(r.state["status"] for r in source.rectangles if covers(r, instant(8), instant(known)))
                for known in (5, 11, 12, 20)}
    assert as_known == {5: "new", 11: "new", 12: "closed", 20: "closed"}


@settings(max_examples=250)
@given(exports, st.integers(0, 3), st.integers(-8, 50), st.integers(-8, 50))
def test_a_rectangle_at_two_times_is_the_fold_of_what_was_told_by_then(
        tellings: list[tuple[int, int, State]], undone: int, as_of: int, known: int) -> None:
    source = told(tellings, min(undone, len(tellings)))
    known_at, valid_at = instant(known), instant(as_of)
    expected = state_at(slices_of([e for e in source.events if e.told_at <= known_at]), valid_at)
    found = [r.state for r in source.rectangles if covers(r, valid_at, known_at)]
    assert found == ([] if expected is None else [expected])


@settings(max_examples=250)
@given(exports, st.integers(0, 3))
def test_rectangles_never_overlap_and_the_live_ones_tile_the_time(
        tellings: list[tuple[int, int, State]], undone: int) -> None:
    source = told(tellings, min(undone, len(tellings)))
    edges = sorted({r.valid_from for r in source.rectangles}), sorted({r.known_from for r in source.rectangles})
    for as_of in edges[0]:
        for known_at in edges[1]:
            inside = [r for r in source.rectangles if covers(r, as_of, known_at)]
            assert len(inside) <= 1
            if inside:
                assert covers(inside[0], as_of + timedelta(microseconds=1), known_at)
    live = sorted((r for r in source.rectangles if r.known_to is None), key=lambda r: r.valid_from)
    for former, later in zip(live, live[1:], strict=False):
        assert former.valid_to == later.valid_from
    assert not live or live[-1].valid_to is None
