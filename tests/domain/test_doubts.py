"""What must be doubted of a stored term."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.domain.calendar import Calendar
from dashboard.domain.doubts import Doubts, doubts_of
from dashboard.domain.moments import day_number
from dashboard.domain.rules import Roll, Rule, Start, Unit

TODAY = day_number(date(2026, 11, 24))


def rule(key: str, *, confirmed: bool) -> Rule:
    return Rule(key, 1, Unit.WORKING_DAY, Start.NEXT_DAY, Roll.NONE, "an act", confirmed)


@pytest.mark.parametrize(("due", "origin", "unsure"), [
    (TODAY, "guess", True), (TODAY, "law", False), (TODAY, "export", False), (TODAY, None, False),
    (None, "guess", False)])
def test_a_term_is_unconfirmed_where_the_rule_that_counted_it_is(due: int | None, origin: str | None,
                                                                 unsure: bool) -> None:
    doubts = doubts_of((rule("law", confirmed=True), rule("guess", confirmed=False)), Calendar())
    assert doubts.unconfirmed(due, origin) is unsure


def test_a_term_may_be_provisional_by_a_rule_that_is_confirmed() -> None:
    doubts = Doubts(Calendar(), frozenset({"guess"}))
    assert (doubts.provisional(TODAY, "law"), doubts.unconfirmed(TODAY, "law")) == (True, False)
