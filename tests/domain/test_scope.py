from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.domain.dimension import Dimension, Member, subtree
from dashboard.domain.fields import BY_KEY
from dashboard.domain.measures import MEASURES
from dashboard.domain.moments import day_number
from dashboard.domain.predicates import Cell, holds
from dashboard.domain.scope import Scope, View, where
from dashboard.registry import discover

DIMENSIONS = discover("dashboard.domain.dimensions", Dimension)


def chosen(scope: Scope, measure: str = "received", **cells: Cell) -> bool:
    return holds(where(MEASURES[measure], scope, DIMENSIONS), cells, {"at": 0, "on": 0})


def test_a_period_takes_its_first_and_its_last_day() -> None:
    march = Scope(date(2025, 3, 1), date(2025, 3, 31))
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1)]
    assert [chosen(march, received_on=day_number(day)) for day in days] == [False, True, True, False]


def test_a_measure_looks_at_its_own_moment_and_the_state_at_no_period() -> None:
    march = Scope(date(2025, 3, 1), date(2025, 3, 31))
    told = {"received_on": day_number(date(2025, 2, 1)), "closed_on": day_number(date(2025, 3, 2))}
    assert chosen(march, "closed", **told) and not chosen(march, "received", **told)
    assert chosen(march, "open", received_on=day_number(date(2024, 1, 1)))


def test_members_of_one_dimension_add_and_of_two_dimensions_narrow() -> None:
    scope = Scope().within("department", "a", "b").within("topic", "roads")
    assert chosen(scope, department="b", topic="roads")
    assert not chosen(scope, department="c", topic="roads")
    assert not chosen(scope, department="a", topic="snow")
    assert chosen(scope.without("topic"), department="a", topic="snow")


def test_the_unknown_is_a_member_like_others() -> None:
    assert chosen(Scope().within("department", ""), department=None)
    assert not chosen(Scope().within("department", ""), department="a")
    assert chosen(Scope().within("department", "", "a"), department="a")
    assert not chosen(Scope().within("department", "a"), department=None)


def test_spam_counts_only_where_it_is_asked_for_by_status() -> None:
    assert not chosen(Scope(), status="spam")
    assert chosen(Scope().within("status", "spam"), status="spam")
    assert not chosen(Scope().within("topic", "roads"), status="spam", topic="roads")


@pytest.mark.parametrize(("since", "until", "today", "before"), [
    ("2025-11-15", "2025-11-21", "2025-12-30", ("2025-11-08", "2025-11-14")),
    ("2025-11-15", "2025-11-21", "2025-11-17", ("2025-11-08", "2025-11-10")),
    ("2025-11-15", None, "2025-11-17", ("2025-11-12", "2025-11-14")),
    ("2025-11-17", "2025-11-17", "2025-11-17", ("2025-11-16", "2025-11-16")),
    ("2025-03-01", "2025-03-31", "2025-03-10", ("2025-01-29", "2025-02-07")),
])
def test_the_period_before_has_the_same_elapsed_part(
        since: str, until: str | None, today: str, before: tuple[str, str]) -> None:
    scope = Scope(date.fromisoformat(since), date.fromisoformat(until) if until else None)
    former = scope.within("topic", "roads").before(date.fromisoformat(today))
    assert former is not None
    assert (str(former.since), str(former.until)) == before
    assert former.members == {"topic": frozenset({"roads"})}


def test_there_is_nothing_before_everything_nor_before_what_has_not_begun() -> None:
    assert Scope().before(date(2025, 1, 1)) is None
    assert Scope(None, date(2025, 1, 1)).before(date(2025, 1, 1)) is None
    assert Scope(date(2025, 2, 1), date(2025, 2, 7)).before(date(2025, 1, 31)) is None


def test_a_view_is_live_when_neither_clock_is_set() -> None:
    then = datetime(2025, 1, 1, tzinfo=UTC)
    assert View().live
    assert not View(as_of=then).live and not View(known_at=then).live


def test_a_member_stands_for_all_below_it() -> None:
    tree = {m.key: m for m in (Member("homes", ""), Member("heat", "", "homes"), Member("pipes", "", "heat"),
                               Member("roads", ""))}
    assert subtree(tree, frozenset({"homes"})) == {"homes", "heat", "pipes"}
    assert subtree(tree, frozenset({"pipes", "roads"})) == {"pipes", "roads"}
    assert subtree(tree, frozenset({"", "stranger"})) == {"", "stranger"}


def test_members_that_claim_each_other_as_parents_end() -> None:
    circle = {m.key: m for m in (Member("a", "", "b"), Member("b", "", "a"))}
    assert subtree(circle, frozenset({"a"})) == {"a", "b"}


def test_every_dimension_is_a_field_and_its_parent_a_dimension() -> None:
    assert {d.column for d in DIMENSIONS.values()} - {"source"} <= BY_KEY.keys()
    assert {d.parent for d in DIMENSIONS.values()} - {None} <= DIMENSIONS.keys()
