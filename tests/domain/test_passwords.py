"""What a password must be, and how long a door stays shut after wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.domain.passwords import FIRST_WAIT, FREE_FAILURES, LONGEST_WAIT, shut_until, weakness

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("password", ["short", "x" * 300, "ivanova-the-best", "aaaaaaaaaaaa", "Qwerty12345"])
def test_a_weak_password_is_told_why(password: str) -> None:
    assert weakness(password, "ivanova", {"qwerty12345"}.__contains__) is not None


def test_a_sentence_is_a_good_password() -> None:
    assert weakness("the ice of the bay is blue", "ivanova", {"qwerty12345"}.__contains__) is None


def test_a_few_slips_cost_nothing() -> None:
    assert shut_until(FREE_FAILURES, AT) == AT


def test_every_further_wrong_password_doubles_the_wait_up_to_an_hour() -> None:
    waits = [shut_until(FREE_FAILURES + n, AT) - AT for n in range(1, 12)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits == sorted(waits)
    assert shut_until(10**9, AT) - AT == LONGEST_WAIT == timedelta(hours=1)
