"""Chosen members are apart from the statement: whoever chooses others in the same way is answered by the same one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from towns import DIMENSIONS, NOW, lives, mirrored, recounted, working

from dashboard.cache.clocks import Clock
from dashboard.cache.counting import Asked
from dashboard.cache.members import Members, members_of
from dashboard.cache.mirror import Mirror
from dashboard.cache.statements import Statements
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.errors import UsageError

TOLD = lives(11, 60)


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    with mirrored(tmp_path_factory.mktemp("town"), TOLD) as copy:
        yield copy


def chosen(*members: str) -> Members:
    return members_of(Scope().within("topic", *members), DIMENSIONS, {})


def test_other_members_in_the_same_way_share_a_statement_and_are_bound_to_it() -> None:
    statements = Statements(DIMENSIONS, "duckdb")
    first, second = (statements.of("oldest", (Asked("open"), members, None), Clock.LIVE)
                     for members in (chosen("topic 1"), chosen("topic 2", "topic 3")))
    assert first.statement is second.statement
    assert (first.members, second.members) == ({"members_topic": ["topic 1"]},
                                               {"members_topic": ["topic 2", "topic 3"]})


@pytest.mark.parametrize("other", [(UNKNOWN,), ("topic 1", UNKNOWN), ()], ids=["unknown", "both", "none"])
def test_another_way_of_choosing_has_a_statement_of_its_own(other: tuple[str, ...]) -> None:
    assert chosen(*other).form != chosen("topic 1").form


@pytest.mark.parametrize("members", [("topic 1",), ("topic 1", "topic 3"), (UNKNOWN,), ("topic 1", UNKNOWN),
                                     ("' OR 1=1 --",), ("topic 1'",)], ids=str)
def test_each_choice_finds_its_rows_whatever_was_asked_before_it(mirror: Mirror, members: tuple[str, ...]) -> None:
    scope = Scope().within("topic", *members)
    with mirror.ask(View(), NOW, working) as reading:
        assert reading.ids("received", scope) == recounted(TOLD, "received", scope, View())


def test_what_is_no_dimension_is_named() -> None:
    with pytest.raises(UsageError, match="There is no dimension weather"):
        members_of(Scope(members={"weather": frozenset({"snow"})}), DIMENSIONS, {})
