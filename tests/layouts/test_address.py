"""The scope is the URL, and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.domain.figures import Drill
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from layouts.address import address, cluster_address, dimension_keys, measure_of, place_address, scope_of, view_of

days = some.none() | some.dates(date(2000, 1, 1), date(2100, 1, 1))
zones = some.sampled_from([UTC, timezone(timedelta(hours=3)), timezone(timedelta(hours=-9, minutes=-30))])
instants = some.none() | some.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001
members = some.dictionaries(some.sampled_from(dimension_keys()),
                            some.frozensets(some.text(max_size=12), min_size=1, max_size=3), max_size=4)


@given(days, days, members, instants, instants)
def test_every_scope_and_view_come_back_from_their_address(
        since: date | None, until: date | None, chosen: dict[str, frozenset[str]], as_of: datetime | None,
        known_at: datetime | None) -> None:
    scope, view = Scope(since, until, chosen), View(as_of, known_at)
    query = address(Drill("overdue_open", scope), view).partition("?")[2]
    assert (measure_of(query), scope_of(query), view_of(query)) == ("overdue_open", scope, view)


def test_the_unknown_member_is_an_empty_value_and_not_an_absent_one() -> None:
    assert scope_of("street=").members == {"street": frozenset({""})}
    assert scope_of("").members == {}


def test_the_address_of_the_whole_live_town_is_bare() -> None:
    assert place_address("/", Scope(), View()) == "/"


def test_a_cluster_is_named_in_its_address() -> None:
    assert cluster_address("c 1", View()) == "/list?cluster=c+1"


@pytest.mark.parametrize("query", ["since=24.11.2026", "as_of=yesterday", "as_of=2026-11-24T14:32:00"])
def test_a_moment_that_cannot_be_read_is_refused_with_its_cure(query: str) -> None:
    with pytest.raises(UsageError, match="2026-11-24"):
        (scope_of(query), view_of(query))
