from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.moments import Moment, day_number, micros
from dashboard.domain.predicates import (
    COMPARE,
    Again,
    All,
    Any,
    Cell,
    Column,
    Is,
    Now,
    Op,
    Predicate,
    holds,
    later,
    not_later,
    not_passed,
    passed,
)
from tests.domain.builders import at, day, maybe_moments, moments

NOW = at(20, 10)


def clock(now: Moment = NOW) -> dict[str, int]:
    assert now.at is not None
    return {"at": micros(now.at), "on": day_number(now.on), "working_1": day_number(now.on) + 1,
            "working_3": day_number(now.on) + 3, "in_30": micros(now.at + timedelta(minutes=30)),
            "in_120": micros(now.at + timedelta(hours=2))}


def row(**told: Moment | Cell) -> dict[str, Cell]:
    """A stored row: a moment takes two columns."""
    cells: dict[str, Cell] = {}
    for field, value in told.items():
        if field in ("due", "closed", "received", "rated", "deferred_to"):
            assert value is None or isinstance(value, Moment)
            cells[f"{field}_on"] = None if value is None else day_number(value.on)
            cells[f"{field}_at"] = None if value is None or value.at is None else micros(value.at)
        else:
            assert not isinstance(value, Moment)
            cells[field] = value
    return cells


def yes(predicate: Predicate, **told: Moment | Cell) -> bool:
    return holds(predicate, row(**told), clock())


def test_what_is_unknown_answers_no_to_everything_but_whether_it_is_unknown() -> None:
    for op in (Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE):
        assert not holds(Is("rating", op, 3), {"rating": None}, {})
        assert not holds(Is("rating", op, 3), {}, {})
        assert not holds(Is("rating", op, Column("other")), {"rating": 3, "other": None}, {})
    assert not holds(Is("rating", Op.IN, (3,)), {"rating": None}, {})
    assert not holds(Is("rating", Op.NOT_IN, (3,)), {"rating": None}, {})
    assert not holds(Is("rating", Op.NOT_NULL), {"rating": None}, {})
    assert holds(Is("rating", Op.NULL), {"rating": None}, {}) and holds(Is("rating", Op.NULL), {}, {})


def test_each_operator_answers_as_its_name_says() -> None:
    told: dict[str, Cell] = {"rating": 3}
    answers = {op: [holds(Is("rating", op, n), told, {}) for n in (2, 3, 4)]
               for op in (Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE)}
    assert answers == {Op.EQ: [False, True, False], Op.LT: [False, False, True], Op.LE: [False, True, True],
                       Op.GT: [True, False, False], Op.GE: [True, True, False]}
    assert holds(Is("rating", Op.IN, (1, 3)), told, {}) and not holds(Is("rating", Op.IN, ()), told, {})
    assert holds(Is("rating", Op.NOT_IN, (1, 2)), told, {}) and not holds(Is("rating", Op.NOT_IN, (3,)), told, {})
    assert holds(Is("rating", Op.LT, Now("limit")), told, {"limit": 4})
    assert not holds(Is("rating", Op.LT, Now("limit")), told, {})


def test_every_part_of_nothing_holds_and_some_part_of_nothing_does_not() -> None:
    assert holds(All(), {}, {}) and not holds(Any(), {}, {})


@given(moments, moments)
def test_later_says_what_the_moments_themselves_say(closed: Moment, due: Moment) -> None:
    assert yes(later("closed", "due"), closed=closed, due=due) == closed.later_than(due)


@given(maybe_moments, maybe_moments)
def test_later_and_not_later_are_complements_where_both_are_known(closed: Moment | None, due: Moment | None) -> None:
    answers = [yes(ask("closed", "due"), closed=closed, due=due) for ask in (later, not_later)]
    assert sum(answers) == (1 if closed is not None and due is not None else 0)


@given(maybe_moments)
def test_passed_and_not_passed_are_complements_where_the_moment_is_known(due: Moment | None) -> None:
    assert yes(passed("due"), due=due) + yes(not_passed("due"), due=due) == (0 if due is None else 1)


def test_an_instant_passes_at_once_and_a_whole_day_when_it_ends() -> None:
    assert yes(passed("due"), due=at(20, 9, 59))
    assert not yes(passed("due"), due=NOW)
    assert not yes(passed("due"), due=day(20))
    assert yes(passed("due"), due=day(19))


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_as_far_ahead_as_behind_is_the_day_mirrored_at_the_day_of_judgement(received: int, due: int) -> None:
    told = {"received": day(20 + received), "due": day(20 + due)}
    for op, compare in COMPARE.items():
        assert yes(Is("due_on", op, Again("received_on")), **told) == compare(due, -received)
    assert not yes(Is("due_on", Op.LE, Again("received_on")), due=day(20), received=None)
    assert not holds(Is("due_on", Op.LE, Again("received_on")), row(**told), {})


@given(st.integers(-3, 3))
def test_a_moment_never_passes_before_it_comes(days: int) -> None:
    due = at(20 + days, 10)
    assert yes(passed("due"), due=due) == (days < 0)
