"""What each figure says of small towns that one can count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from domain.builders import Teller, at, day
from sqlalchemy import Engine
from towns import DIMENSIONS, NOW, TODAY, Life, month, settle, sqlite, working

from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.domain.appeals import Value
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.intervals import wilson
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.registry import discover

METRICS = discover("dashboard.metrics", Metric)


def question(number: int, **facts: Value) -> Life:
    """A question received ten days ago at noon, due in thirty days, still open, and told at once."""
    told: dict[str, Value] = {"received": at(TODAY - 10), "status": "in_work", "topic": "snow", "department": "Roads",
                              **facts}
    teller = Teller()
    teller.tell(at(TODAY - 1), None, **told)
    return Life(number, "pos", f"n{number}", number, teller.rectangles)


def town(path: Path, *facts: dict[str, Any]) -> Engine:
    return settle(sqlite(path), [question(number, **one) for number, one in enumerate(facts, start=1)])


@contextmanager
def reading(path: Path, *facts: dict[str, Any]) -> Iterator[Reading]:
    with Readings(town(path, *facts), DIMENSIONS).ask(View(), NOW, working) as opened:
        yield opened


def figures(path: Path, key: str, *facts: dict[str, Any], scope: Scope | None = None, by: str | None = None
            ) -> list[Figure]:
    with reading(path, *facts) as opened:
        return list(METRICS[key].compute(opened, scope or Scope(), by))


def closed(after: int, **more: Value) -> dict[str, Value]:
    """Closed so many days after the receipt, at noon."""
    return {"closed": at(TODAY - 10 + after), "status": "closed", "outcome": "resolved", **more}


def test_a_total_counts_and_opens_its_rows(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "received", {}, {}, {"status": "spam"})
    assert (figure.key, figure.value, figure.n, figure.unit) == ("", 2.0, 2, "questions")
    assert figure.drill == Drill("received", Scope())


def test_a_total_is_compared_with_the_same_elapsed_part_of_the_period_before(tmp_path: Path) -> None:
    received = [{"received": day(TODAY - ago)} for ago in (0, 3, 6, 7, 8, 13, 14)]
    [figure] = figures(tmp_path, "received", *received, scope=month(TODAY - 6, TODAY))
    assert (figure.value, figure.before) == (3.0, 3.0)


def test_a_total_without_a_beginning_is_compared_with_nothing(tmp_path: Path) -> None:
    assert figures(tmp_path, "received", {})[0].before is None


def test_a_state_is_compared_with_the_day_before(tmp_path: Path) -> None:
    """Yesterday at three there were two: one was closed since, one came in."""
    [figure] = figures(tmp_path, "open", {}, {"closed": at(TODAY, 9), "status": "closed"}, {"received": at(TODAY, 9)})
    assert (figure.value, figure.before) == (2.0, 2.0)


def test_what_is_due_in_three_working_days_has_no_yesterday(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "due_in_3_working_days", {"due": day(TODAY + 2)}, {"due": day(TODAY + 4)})
    assert (figure.n, figure.before) == (1, None)


def test_members_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    found = figures(tmp_path, "received", {"topic": "b"}, {"topic": None}, {"topic": "a"}, {"topic": "b"}, by="topic")
    assert [(figure.key, figure.n) for figure in found] == [("b", 2), ("", 1), ("a", 1)]
    assert found[1].drill == Drill("received", Scope().within("topic", ""))


def test_on_time_counts_what_is_open_within_its_term_as_well(tmp_path: Path) -> None:
    """Closed in time, closed late, open with a term ahead, open with the rule's term ahead."""
    lives = ({**closed(2), "due": at(TODAY - 5)}, {**closed(6), "due": at(TODAY - 5)}, {"due": at(TODAY + 5)}, {})
    [over_all] = figures(tmp_path, "on_time", *lives)
    assert (over_all.n, over_all.of, over_all.value) == (3, 4, 75.0)


def test_on_time_of_those_with_a_term_leaves_the_others_out(tmp_path: Path) -> None:
    lives = [question(1, due=at(TODAY + 5)), question(2, due=at(TODAY - 5))]
    unbound = question(3)
    rectangles = [r._replace(state={**r.state, "due": None, "due_source": None}) for r in unbound.rectangles]
    engine = settle(sqlite(tmp_path), [*lives, unbound._replace(rectangles=rectangles)])
    with Readings(engine, DIMENSIONS).ask(View(), NOW, working) as opened:
        [bound] = METRICS["on_time_with_deadline"].compute(opened, Scope(), None)
        [over_all] = METRICS["on_time"].compute(opened, Scope(), None)
    assert (bound.n, bound.of, bound.value) == (1, 2, 50.0)
    assert (over_all.n, over_all.of) == (2, 3)
    assert over_all.value == pytest.approx(200 / 3, abs=1e-12)


def test_a_share_is_unrounded_and_carries_its_interval(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "satisfaction", *({"rating": mark} for mark in (5, 4, 3)))
    low, high = wilson(2, 3)
    assert figure.value == 200 / 3
    assert (figure.low, figure.high) == (100 * low, 100 * high)


def test_a_share_of_nothing_is_empty_not_zero(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "satisfaction", {})
    assert (figure.value, figure.n, figure.of, figure.state) == (None, 0, 0, Trust.EMPTY)


def test_a_share_is_compared_with_the_period_before(tmp_path: Path) -> None:
    lives = ({"received": day(TODAY - 2), "due": day(TODAY + 9)}, {"received": day(TODAY - 9), "due": day(TODAY - 8)})
    [figure] = figures(tmp_path, "on_time", *lives, scope=month(TODAY - 6, TODAY))
    assert (figure.value, figure.before) == (100.0, 0.0)


def test_ratings_are_five_counts_of_one_whole(tmp_path: Path) -> None:
    found = figures(tmp_path, "ratings", *({"rating": mark} for mark in (5, 5, 1)))
    assert [(figure.key, figure.n, figure.of) for figure in found] == [
        ("1", 1, 3), ("2", 0, 3), ("3", 0, 3), ("4", 0, 3), ("5", 2, 3)]
    assert found[4].drill == Drill("rated_5", Scope())


@pytest.mark.parametrize("key", ["ratings", "inflow", "closing"])
def test_what_is_divided_by_itself_takes_no_dimension(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="no dimension"):
        figures(tmp_path, key, {}, by="topic")


def test_inflow_tells_days_without_rows_too(tmp_path: Path) -> None:
    lives = ({"received": day(TODAY - 3)}, {"received": day(TODAY - 1)}, {"received": day(TODAY - 1)})
    found = figures(tmp_path, "inflow", *lives, scope=month(TODAY - 4, TODAY + 9))
    assert [figure.n for figure in found] == [0, 1, 0, 2, 0]
    assert found[3].key == (NOW.on - timedelta(days=1)).isoformat()


def test_inflow_without_a_period_begins_with_the_first_row(tmp_path: Path) -> None:
    assert [figure.n for figure in figures(tmp_path, "inflow", {"received": day(TODAY - 2)})] == [1, 0, 0]


def test_closing_is_told_by_the_day_of_closing(tmp_path: Path) -> None:
    found = figures(tmp_path, "closing", closed(8), closed(9), scope=month(TODAY - 3, TODAY))
    assert [figure.n for figure in found] == [0, 1, 1, 0]


def test_closing_time_is_a_median_in_days(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "closing_time_median", closed(1), closed(2), closed(7), {})
    assert (figure.value, figure.n, figure.unit) == (2.0, 3, "days")


def test_nine_of_ten_lies_between_neighbours(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "closing_time_p90", closed(1), closed(2), closed(7))
    assert figure.value == pytest.approx(6.0)


def test_dates_without_instants_count_whole_days(tmp_path: Path) -> None:
    life: dict[str, Value] = {"received": day(TODAY - 9), "closed": at(TODAY - 6, 23), "status": "closed"}
    assert figures(tmp_path, "closing_time_median", life)[0].value == 3.0


def test_the_first_answer_is_measured_from_receipt(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "first_response_median", {"first_response": at(TODAY - 9, 0)})
    assert (figure.value, figure.n) == (0.5, 1)


def test_a_duration_of_nothing_is_empty(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "closing_time_median", {})
    assert (figure.value, figure.state) == (None, Trust.EMPTY)


def test_durations_of_members_begin_with_the_longest(tmp_path: Path) -> None:
    found = figures(tmp_path, "closing_time_median", closed(1), closed(5, department="Water"), by="department")
    assert [(figure.key, figure.value) for figure in found] == [("Water", 5.0), ("Roads", 1.0)]


def test_the_oldest_open_is_told_in_days_and_opens_all_that_are_open(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "oldest_open", {}, {"received": day(TODAY - 21)}, closed(1))
    assert (figure.value, figure.n, figure.drill) == (21.0, 2, Drill("open", Scope()))


def test_the_oldest_of_nothing_is_empty(tmp_path: Path) -> None:
    assert figures(tmp_path, "oldest_open", closed(1))[0].state is Trust.EMPTY


def test_departments_stand_by_name_after_the_town_and_few_cases_judge_nobody(tmp_path: Path) -> None:
    roads = [closed(1), closed(2), closed(3), {}, {}]
    lives = [{"department": "Water", **closed(1)}, *roads, {"department": None}]
    town_first, *named = figures(tmp_path, "axis_quantity", *lives)
    assert (town_first.n, town_first.of) == (4, 7)
    assert [figure.key for figure in named] == ["Roads", "Water"]
    assert (named[0].value, named[0].n, named[0].of, named[0].state) == (60.0, 3, 5, Trust.CURRENT)
    assert (named[1].value, named[1].low, named[1].of, named[1].state) == (None, None, 1, Trust.TOO_FEW)


def test_an_axis_divided_by_a_dimension_has_its_members_alone_and_the_unknown_one_is_nameless(tmp_path: Path) -> None:
    lives = [*[{"department": None, **closed(1)}] * 5, closed(2), {}]
    divided = figures(tmp_path, "axis_quantity", *lives, by="department")
    assert [(figure.key, figure.n, figure.of) for figure in divided] == [("", 5, 5), ("Roads", 1, 2)]


@pytest.mark.parametrize(("key", "n", "of"), [("axis_quantity", 3, 5), ("axis_quality", 1, 5), ("axis_speed", 4, 5),
                                              ("axis_fullness", 2, 3)])
def test_the_four_axes_are_shares_of_their_own(tmp_path: Path, key: str, n: int, of: int) -> None:
    lives = [closed(1, rating=5), closed(2, rating=1), {**closed(3), "outcome": "explained", "rating": 2},
             {"due": at(TODAY - 2), "rating": 3}, {"rating": 3}]
    roads = figures(tmp_path, key, *lives)[1]
    low, high = wilson(n, of)
    assert (roads.n, roads.of) == (n, of)
    assert roads.state is (Trust.CURRENT if of >= 5 else Trust.TOO_FEW)
    assert (roads.low, roads.high) == ((100 * low, 100 * high) if of >= 5 else (None, None))


def test_every_metric_explains_itself_and_names_known_units() -> None:
    assert len(METRICS) >= 30
    for metric in METRICS.values():
        assert metric.title
        assert metric.explain.endswith(".")
        assert metric.formula
        assert metric.unit in {"questions", "percent", "days", "expected"}
