"""SQL and Python answer alike, whatever is asked of whatever row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.pool import StaticPool

from dashboard.cache.engines import mirror_engine
from dashboard.cache.predicates import answers, expression
from dashboard.cache.tables import QUESTIONS
from dashboard.domain.predicates import Again, All, Column, Is, Listed, Now, Op, Predicate, Row, holds
from dashboard.domain.predicates import Any as AnyOf

NUMBERS = ("due_on", "closed_on", "rating")
WORDS = ("topic", "status")
NOW = {"at": 2, "on": 1, "working_3": 3}
SETS: dict[str, frozenset[int]] = {"some": frozenset({0, 2, 3, 7}), "none": frozenset()}
BOUND = {**{f"now_{name}": number for name, number in NOW.items()},
         **{f"set_{name}": sorted(numbers) for name, numbers in SETS.items()}}
COMPARISONS = (Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE)
small = st.integers(-1, 4)
word = st.sampled_from(["", "a", "б", "c"])
number_leaves = st.one_of(
    st.builds(Is, st.sampled_from(NUMBERS), st.sampled_from(COMPARISONS), st.one_of(
        small, st.none(), st.builds(Column, st.sampled_from(NUMBERS)), st.builds(Now, st.sampled_from(sorted(NOW))),
        st.builds(Again, st.sampled_from(NUMBERS)))),
    st.builds(Is, st.sampled_from(NUMBERS), st.sampled_from((Op.NULL, Op.NOT_NULL))),
    st.builds(Is, st.sampled_from(NUMBERS), st.sampled_from((Op.IN, Op.NOT_IN)),
              st.lists(small, max_size=3).map(tuple)),
    st.builds(Is, st.sampled_from(("id", *NUMBERS)), st.sampled_from((Op.IN, Op.NOT_IN)),
              st.builds(Listed, st.sampled_from(sorted(SETS)))),
)
word_leaves = st.one_of(
    st.builds(Is, st.sampled_from(WORDS), st.sampled_from(COMPARISONS), word),
    st.builds(Is, st.sampled_from(WORDS), st.sampled_from((Op.IN, Op.NOT_IN)), st.lists(word, max_size=3).map(tuple)),
    st.builds(Is, st.just("repeated"), st.just(Op.EQ), st.booleans()),
)
trees: st.SearchStrategy[Predicate] = st.recursive(
    st.one_of(number_leaves, word_leaves),
    lambda parts: st.one_of(st.builds(All, st.lists(parts, max_size=3).map(tuple)),
                            st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))), max_leaves=12)
rows = st.lists(st.fixed_dictionaries({
    **{name: st.one_of(st.none(), small) for name in NUMBERS}, **{name: st.one_of(st.none(), word) for name in WORDS},
    "repeated": st.one_of(st.none(), st.booleans())}), min_size=1, max_size=12)
TABLE = ("CREATE TABLE questions (id BIGINT, due_on BIGINT, closed_on BIGINT, rating BIGINT, topic TEXT, status TEXT, "
         "repeated BOOLEAN)")


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "sqlite":
        made = create_engine("sqlite://", poolclass=StaticPool)
    else:
        made = mirror_engine(duckdb.connect(":memory:"))
    with made.begin() as connection:
        connection.execute(text(TABLE))
    return made


def found(engine: Engine, predicate: Predicate, cells: Sequence[Row]) -> tuple[list[int], list[Any]]:
    names = ("id", *cells[0])
    put = text(f"INSERT INTO questions ({', '.join(names)}) VALUES (:{', :'.join(names)})")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM questions"))
        for number, row in enumerate(cells):
            connection.execute(put, {"id": number, **row})
        chosen = select(QUESTIONS.c.id).where(expression(predicate, QUESTIONS)).order_by(QUESTIONS.c.id)
        said = select(answers(predicate, QUESTIONS)).select_from(QUESTIONS).order_by(QUESTIONS.c.id)
        return list(connection.execute(chosen, BOUND).scalars()), list(connection.execute(said, BOUND).scalars())


@settings(max_examples=150, deadline=None)
@given(predicate=trees, cells=rows)
def test_sql_and_python_answer_alike(engine: Engine, predicate: Predicate, cells: Sequence[Row]) -> None:
    expected = [holds(predicate, {"id": number, **row}, {**NOW, **SETS}) for number, row in enumerate(cells)]
    chosen, said = found(engine, predicate, cells)
    assert chosen == [number for number, yes in enumerate(expected) if yes]
    assert [bool(answer) for answer in said] == expected
    assert None not in said


def test_a_comparison_with_the_unknown_answers_no(engine: Engine) -> None:
    blank: Row = {"due_on": None, "closed_on": 1, "rating": None, "topic": None, "status": None, "repeated": None}
    assert found(engine, Is("closed_on", Op.GT, Column("due_on")), [blank]) == ([], [False])
    assert found(engine, Is("topic", Op.NOT_IN, ("a",)), [blank]) == ([], [False])
