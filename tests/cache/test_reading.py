"""A reading counts what plain Python counts, and lists exactly what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from towns import DIMENSIONS, NOW, lives, mirrored, month, on, recounted, settle, sqlite, working

from dashboard.cache.mirror import Mirror
from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.domain.dimension import Member
from dashboard.domain.measures import MEASURES
from dashboard.domain.moments import day_number
from dashboard.domain.scope import Scope, View
from dashboard.errors import UnavailableError, UsageError

TOLD = lives(7, 300)
VIEWS = (View(), View(as_of=NOW.at - timedelta(days=9)),
         View(NOW.at - timedelta(days=9), NOW.at - timedelta(days=4)), View(known_at=NOW.at - timedelta(days=20)))


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    with mirrored(tmp_path_factory.mktemp("town"), TOLD) as copy:
        yield copy


@pytest.fixture
def reading(mirror: Mirror) -> Iterator[Reading]:
    with mirror.ask(View(), NOW, working) as opened:
        yield opened


def scopes(rng: Random) -> Scope:
    scope = rng.choice((Scope(), month(rng.randrange(20), 20 + rng.randrange(25)), Scope(until=on(25))))
    for dimension in rng.sample(sorted(DIMENSIONS), rng.randrange(3)):
        members = {"topic": ["topic 0", "topic 3", ""], "department": ["Dept 1", "Dept 2"], "source": ["source 1"],
                   "status": ["spam", "in_work", "vanished"], "street": ["ул. Мира", ""]}.get(dimension)
        if members:
            scope = scope.within(dimension, *rng.sample(members, rng.randrange(1, len(members) + 1)))
    return scope


@pytest.mark.parametrize("view", VIEWS, ids=["live", "judged", "told", "known"])
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_what_plain_python_counts(mirror: Mirror, measure: str, view: View) -> None:
    rng = Random(measure)
    with mirror.ask(view, NOW, working) as opened:
        for _ in range(6):
            scope = scopes(rng)
            expected = recounted(TOLD, measure, scope, view)
            assert opened.count(measure, scope) == {"": len(expected)}
            assert opened.ids(measure, scope) == expected


def test_members_add_up_to_the_whole_in_every_dimension(reading: Reading) -> None:
    for measure in MEASURES:
        whole = reading.count(measure, Scope())[""]
        for dimension in DIMENSIONS:
            divided = reading.count(measure, Scope(), dimension)
            assert sum(divided.values()) == whole
            for member, n in divided.items():
                assert len(reading.ids(measure, Scope().within(dimension, member))) == n > 0


def test_many_counts_in_one_statement_are_the_same_as_one_by_one(mirror: Mirror) -> None:
    asked = [(measure, scope) for measure in MEASURES for scope in (Scope(), month(3, 20), month(21, 40))]
    dimensions = ("topic", "department")
    with mirror.ask(View(), NOW, working) as one_by_one, mirror.ask(View(), NOW, working) as at_once:
        at_once.gather(asked, dimensions)
        for measure, scope in asked:
            for by in (None, *dimensions):
                assert at_once.count(measure, scope, by) == one_by_one.count(measure, scope, by)


def test_scopes_of_different_members_do_not_share_a_statement(reading: Reading) -> None:
    with pytest.raises(ValueError, match="one choice of members"):
        reading.gather([("open", Scope()), ("open", Scope().within("topic", "topic 1"))])


def test_a_table_of_several_dimensions_counts_the_rows_of_its_cells(reading: Reading) -> None:
    by = ("topic", "department", "street")
    for measure in ("open", "overdue_open", "received"):
        found = reading.table(measure, Scope(), by)
        assert sum(found.values()) == reading.count(measure, Scope())[""]
        cell = max(found, key=lambda key: (found[key], key))
        scope = Scope(members={dimension: frozenset({member}) for dimension, member in zip(by, cell, strict=True)})
        assert len(reading.ids(measure, scope)) == found[cell] > 1


def test_a_chosen_member_includes_all_below_it(tmp_path: Path) -> None:
    trees = {"topic": {"topic 1": Member("topic 1", "1"), "topic 2": Member("topic 2", "2", "topic 1")}}
    with Readings(settle(sqlite(tmp_path), TOLD), DIMENSIONS, trees).ask(View(), NOW, working) as reading:
        apart = reading.count("received", Scope(), "topic")
        assert reading.count("received", Scope().within("topic", "topic 1"))[""] == apart["topic 1"] + apart["topic 2"]


def test_days_hold_what_was_received_on_them(reading: Reading) -> None:
    days = reading.by_day("received", month(5, 30))
    assert sum(days.values()) == reading.count("received", month(5, 30))[""]
    assert all(n == reading.count("received", Scope(day, day))[""] for day, n in days.items())


def test_a_state_happens_on_no_day(reading: Reading) -> None:
    with pytest.raises(UsageError, match="no day"):
        reading.by_day("open", Scope())


def test_durations_are_quantiles_of_what_python_finds(reading: Reading) -> None:
    found = reading.spread(("received", "closed"), "closed", Scope(), (0.0, 0.5, 1.0))[""]
    rows = reading.rows("closed", Scope())
    days = sorted((r["closed_at"] - r["received_at"]) / 86_400_000_000
                  if r["closed_at"] is not None and r["received_at"] is not None
                  else float(r["closed_on"] - r["received_on"]) for r in rows)
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
    assert found.n == len(days) > 20
    assert found.values == pytest.approx((days[0], middle, days[-1]), abs=1e-6)


def test_the_oldest_is_the_first_received(reading: Reading) -> None:
    rows = reading.rows("open", Scope(), order=[("received", False)])
    assert reading.oldest("open", Scope()) == {"": rows[0]["received_on"]}


def test_ratings_are_counted_by_mark(reading: Reading) -> None:
    rows = reading.rows("rated", Scope())
    assert {m: n for m, n in reading.ratings(Scope())[""].items() if n} == Counter(r["rating"] for r in rows)


def test_points_are_the_rows_with_coordinates(reading: Reading) -> None:
    located = [r["id"] for r in reading.rows("received", Scope()) if r["lat"] is not None and r["lon"] is not None]
    assert [point.id for point in reading.points("received", Scope())] == located


def test_appeals_are_counted_once(reading: Reading) -> None:
    rows = reading.rows("received", Scope())
    assert reading.count_appeals(Scope()) == len({r["appeal_id"] for r in rows}) < len(rows)


def test_a_list_ends_with_the_unknown_whichever_way_it_is_sorted(reading: Reading) -> None:
    for descending in (False, True):
        due = [row["due_on"] for row in reading.rows("received", Scope(), order=[("due", descending)])]
        known = [day for day in due if day is not None]
        assert due == sorted(known, reverse=descending) + [None] * (len(due) - len(known))
        assert len(known) < len(due)


def test_pages_of_a_list_make_the_list(reading: Reading) -> None:
    whole = reading.rows("received", Scope(), columns=("id", "topic"), order=[("topic", True)])
    pages = [reading.rows("received", Scope(), columns=("id", "topic"), order=[("topic", True)], limit=37, offset=o)
             for o in range(0, len(whole), 37)]
    assert [row for page in pages for row in page] == whole


def test_an_unknown_column_is_a_usage_error(reading: Reading) -> None:
    with pytest.raises(UsageError, match="no column salary"):
        reading.rows("received", Scope(), columns=("salary",))


def test_yesterday_is_the_view_of_yesterday(mirror: Mirror, reading: Reading) -> None:
    with mirror.ask(View(as_of=NOW.at - timedelta(days=1)), NOW, working) as yesterday:
        assert reading.earlier(1).count("overdue_open", Scope()) == yesterday.count("overdue_open", Scope())
    assert reading.earlier(1).now.on == NOW.on - timedelta(days=1)


def test_working_days_that_nobody_counted_are_unavailable_not_zero(reading: Reading) -> None:
    with pytest.raises(UnavailableError):
        reading.earlier(1).count("due_in_3_working_days", Scope())


def test_unknown_measures_and_dimensions_are_usage_errors(reading: Reading) -> None:
    with pytest.raises(UsageError, match="no measure happiness"):
        reading.count("happiness", Scope())
    with pytest.raises(UsageError, match="no dimension planet"):
        reading.count("open", Scope().within("planet", "Mars"))


def test_the_moment_of_judgement_is_that_of_the_view(mirror: Mirror) -> None:
    past = NOW.at - timedelta(days=9)
    with mirror.ask(View(as_of=past), NOW, working) as opened:
        assert day_number(opened.now.on) == day_number(NOW.on) - 9
        assert opened.now.at == past
