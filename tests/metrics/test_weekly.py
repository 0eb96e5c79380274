"""What the week's sentences name: matters put right, and groups of broken terms; every one can be recounted."""

from __future__ import annotations

from pathlib import Path

from domain.builders import at
from metrics.test_figures import closed, reading
from towns import TODAY, month

from dashboard.domain.appeals import Value
from dashboard.domain.scope import UNKNOWN
from dashboard.metrics.weekly import week_of

LATE: dict[str, Value] = {"due": at(TODAY - 1)}


def test_what_was_put_right_names_repeats_first_then_the_longest_open(tmp_path: Path) -> None:
    with reading(tmp_path, closed(2, street="A"), closed(9, street="B"), closed(1, street="C", repeated=True),
                 closed(5, street="B"), closed(3, street="D", outcome="explained"), closed(4)) as ask:
        found = week_of(ask, month(TODAY - 27, TODAY)).done
    assert [(one.street, one.days) for one in found] == [("C", 1), ("B", 9), ("A", 2)]
    assert {one.topic for one in found} == {"snow"}


def test_a_decision_is_needed_where_most_terms_are_broken(tmp_path: Path) -> None:
    with reading(tmp_path, {**LATE, "street": "A"}, {**LATE, "street": "B"}, {**LATE, "street": "B"},
                 {**LATE, "street": "B", "topic": "heating"}, {**LATE}, {"street": "C"}) as ask:
        found = week_of(ask, month(TODAY - 27, TODAY)).decide
        assert [(one.topic, one.street, one.n) for one in found][0] == ("snow", "B", 2)
        assert len(found) == 3
        assert all(ask.count(one.drill.measure, one.drill.scope)[UNKNOWN] == one.n for one in found)


def test_a_week_is_compared_with_the_period_before_or_with_the_year_before(tmp_path: Path) -> None:
    year = {"received": at(TODAY - 375)}
    scope = month(TODAY - 27, TODAY)
    with reading(tmp_path, {}, {}, {"received": at(TODAY - 30)}, year, year, year) as ask:
        before, then = week_of(ask, scope), week_of(ask, scope, year=True)
        assert (before.before, then.before) == (1, 3)
        for week in (before, then):
            assert week.former is not None
            assert ask.count("received", week.former)[UNKNOWN] == week.before
