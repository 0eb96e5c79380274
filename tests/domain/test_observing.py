"""What an observer may look at, and that nothing more can be computed from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from domain.builders import ZONE, instant
from houses import NOW, house, record, tell
from houses import ZONE as TOWN_ZONE
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.asking import Moments
from dashboard.domain.disclosure import K_RATE, hidden
from dashboard.domain.moments import moment_at
from dashboard.domain.observing import Observed, observable, period_of
from dashboard.domain.people import LOCAL, Role, Viewer
from dashboard.domain.scope import Scope
from dashboard.errors import AccessError
from dashboard.room import Room

BLOCKS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12), min_size=1)
MONTH = Scope(date(2026, 10, 1), date(2026, 10, 31))
COUNTS = {"housing": 9, "roads": 7, "waste": 6, "health": 2}


@pytest.fixture
def observer(tmp_path: Path) -> Iterator[Room]:
    """A town whose October has four blocks, the smallest of two questions."""
    place, told, number = house(tmp_path), [], 0
    for block, n in COUNTS.items():
        for _ in range(n):
            number += 1
            told.append(record(number, block=block, received=moment_at(NOW - timedelta(days=35), TOWN_ZONE)))
    tell(place, "october.csv", told)
    yield Room(place, Viewer("guest", frozenset({Role.OBSERVER})))


def titles(room: Room) -> list[str]:
    return [one.key for one in room.observed()]


def test_an_observer_is_offered_the_town_the_month_and_the_blocks_that_are_large_enough(observer: Room) -> None:
    assert titles(observer) == ["town", "month", "block-housing", "block-roads"]


def test_the_smallest_block_cannot_be_subtracted_from_the_month(observer: Room) -> None:
    shown = [one.scope for one in observer.observed() if one.key.startswith("block")]
    missing = 24 - sum(observer.board(scope).metrics["received"][0].n for scope in shown)  # type: ignore[union-attr]
    assert missing == COUNTS["health"] + COUNTS["waste"]


def test_an_observer_sees_the_scopes_of_the_list_and_no_other(observer: Room) -> None:
    assert observer.board(MONTH).scope == MONTH
    for scope in (MONTH.within("block", "health"), MONTH.within("topic", "heating"), Scope(date(2026, 10, 2))):
        with pytest.raises(AccessError):
            observer.board(scope)


def test_the_staff_sees_any_scope(observer: Room) -> None:
    staff = Room(observer.house, Viewer("tester", LOCAL))
    assert staff.board(MONTH.within("block", "health")).metrics["received"][0].n == 2  # type: ignore[union-attr]


def test_periods_are_whole_and_over() -> None:
    now = Moments(instant(45, 12), date(2026, 3, 2), ZONE, week_starts=5)
    assert period_of("month", now) == (date(2026, 2, 1), date(2026, 2, 28))
    assert period_of("week", now) == (date(2026, 2, 21), date(2026, 2, 27))
    assert period_of("", now) == (None, None)


@given(BLOCKS)
def test_what_is_left_out_is_never_one_member_alone(counts: dict[str, int]) -> None:
    left_out = hidden(counts, K_RATE)
    assert all(n >= K_RATE for block, n in counts.items() if block not in left_out)
    assert len(left_out) != 1 or len(counts) == 1


def test_only_the_very_scope_is_observable() -> None:
    shown = (Observed("month", "October", MONTH),)
    assert observable(MONTH, shown)
    assert not observable(MONTH.within("block", "roads"), shown)
