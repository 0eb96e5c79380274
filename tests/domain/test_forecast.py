"""What is expected of open cases, and that nothing which was not known yet has a say in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from domain.builders import START, ZONE, at, day
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.calendar import Calendar
from dashboard.domain.forecast import Model
from dashboard.domain.moments import Moment, day_number, day_start, micros
from dashboard.domain.termed import Cases, cases_of
from dashboard.domain.worked import Scale

SCALE = Scale(Calendar(), ZONE, START, 0.05)
STRENGTH = 4.0


def us(moment: Moment) -> float:
    assert moment.at is not None
    return float(micros(moment.at))


def row(number: int, received: Moment, due: Moment | None, closed: Moment | None = None, *,
        group: tuple[str | None, str | None, str | None] = ("B", "T", "D")) -> dict[str, Any]:
    """A stored row as readings give it."""
    cells: dict[str, Any] = dict(zip(("id", "block", "topic", "department"), (number, *group), strict=True))
    for key, moment in (("received", received), ("due", due), ("closed", closed)):
        cells[f"{key}_on"] = None if moment is None else day_number(moment.on)
        cells[f"{key}_at"] = None if moment is None or moment.at is None else micros(moment.at)
    return cells


def made(*rows: dict[str, Any]) -> Cases:
    return cases_of(rows, ZONE)


def history(closed_after: list[int], group: tuple[str, str, str] = ("B", "T", "D")) -> list[dict[str, Any]]:
    """Cases received on Monday the 3rd with ten days' time, closed after so many days."""
    return [row(100 + n, at(2), at(12), at(2 + after), group=group) for n, after in enumerate(closed_after)]


def test_a_working_day_counts_whole_and_a_day_off_hardly() -> None:
    monday, saturday = date(2025, 3, 3), date(2025, 3, 8)
    at_midnights = np.array([micros(day_start(monday + timedelta(days=n), ZONE)) for n in range(8)], float)
    worked = np.diff(SCALE.worked(at_midnights))
    assert worked == pytest.approx([1, 1, 1, 1, 1, 0.05, 0.05])
    noon = float(micros(datetime.combine(saturday, datetime.min.time(), ZONE) + timedelta(hours=12)))
    assert SCALE.worked(np.array([noon]))[0] - SCALE.worked(at_midnights[5:6])[0] == pytest.approx(0.025)


def test_a_holiday_of_the_calendar_is_a_day_off() -> None:
    scale = Scale(Calendar(non_working=frozenset({date(2025, 3, 5)})), ZONE, START, 0.05)
    days = np.array([micros(day_start(date(2025, 3, n), ZONE)) for n in (5, 6)], float)
    assert np.diff(scale.worked(days)) == pytest.approx([0.05])


def test_rows_without_a_term_that_lies_after_the_receipt_are_no_cases() -> None:
    assert made(row(1, at(1), None), row(2, at(5), at(5)), row(3, at(5), at(4)), row(4, at(1), at(2))).ids == [4]


def test_a_closing_lies_on_the_side_of_the_term_that_the_rule_of_lateness_says() -> None:
    told = made(row(1, day(1), day(5), day(5)), row(2, day(1), day(5), day(6)), row(3, at(1), at(5), at(5, 12, 1)),
                row(4, at(1), at(5), day(5)), row(5, at(1), at(5)))
    assert told.late().tolist() == [False, True, True, False, True]


def test_of_cases_like_it_as_many_are_late_as_were_late_before() -> None:
    told = made(*history([1, 2, 3, 4, 12, 13, 14, 15]))
    model = Model(told, us(at(40)), SCALE, 0.0)
    fresh = made(row(1, at(40), at(50)))
    assert model.late(fresh, us(at(40)))[0] == pytest.approx(0.5)
    assert model.late(fresh, us(at(47)))[0] == pytest.approx(1.0)  # by then the quick ones would have been closed


def test_a_group_of_its_own_outweighs_its_parents_with_its_number() -> None:
    quick, slow = ("B", "T", "Quick"), ("B", "T", "Slow")
    told = made(*history([1, 2] * 50, quick), *history([13, 14] * 50, slow))
    model = Model(told, us(at(40)), SCALE, STRENGTH)
    chances = model.late(made(row(1, at(40), at(50), group=quick), row(2, at(40), at(50), group=slow),
                              row(3, at(40), at(50), group=("B", "T", "New"))), us(at(40)))
    assert chances[0] < 0.05 and chances[1] > 0.95
    assert chances[2] == pytest.approx(0.5, abs=0.02)  # nothing is known of it but its topic


def test_the_reason_names_the_finest_group_whose_own_cases_weigh_more_than_those_lent() -> None:
    told = made(*history([3] * 50, ("B", "T", "Many")), *history([3] * 3, ("B", "T", "Few")))
    model = Model(told, us(at(37)), SCALE, STRENGTH)
    monday, due = at(37), at(47)
    cases = made(row(1, monday, due, group=("B", "T", "Many")), row(2, monday, due, group=("B", "T", "Few")),
                 row(3, monday, due, group=("Other", "T", "Many")))
    found = [model.outlook(cases, n, us(at(38))) for n in range(3)]
    assert [(one.alike, one.n) for one in found] == [(("B", "T", "Many"), 50), (("B", "T"), 53), ((), 53)]
    assert found[0].usual_days == pytest.approx(3, abs=0.5)
    assert found[0].left_days == pytest.approx(9)


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    received = draw(st.integers(0, 60))
    closed = draw(st.none() | st.integers(received, 90))
    moment = at if draw(st.booleans()) else day
    group = draw(st.sampled_from([("B", "T", "D"), ("B", "T", "E"), ("B", "U", "D"), (None, None, None)]))
    return row(draw(st.integers(1, 10**6)), moment(received), moment(received + draw(st.integers(1, 30))),
               None if closed is None else moment(closed), group=group)


@given(st.lists(lives(), max_size=30), st.integers(1, 80), st.lists(lives(), min_size=1, max_size=10))
def test_what_happens_after_the_moment_of_learning_changes_nothing(
        told: list[dict[str, Any]], today: int, asked: list[dict[str, Any]]) -> None:
    """The planted leak: the same town with everything that came later told, hidden, and turned upside down."""
    noon = us(at(today))
    later = [one for one in told if float(cases_start(one)) > noon]
    hidden = [one | {"closed_on": None, "closed_at": None} if closed_later(one, noon) else one
              for one in told if one not in later]
    wrong = [one | {"closed_on": one["closed_on"] + 500, "closed_at": None} if closed_later(one, noon) else one
             for one in told]
    cases = cases_of(asked, ZONE)
    answers = [Model(cases_of(rows, ZONE), noon, SCALE, STRENGTH).late(cases, cases.half_way)
               for rows in (told, hidden, wrong)]
    assert np.array_equal(answers[0], answers[1]) and np.array_equal(answers[0], answers[2])


def cases_start(one: dict[str, Any]) -> float:
    return cases_of([one], ZONE).received[0]


def closed_later(one: dict[str, Any], noon: float) -> bool:
    return bool(cases_of([one], ZONE).closed[0] > noon)


@given(st.lists(lives(), max_size=30), st.lists(lives(), min_size=1, max_size=10))
def test_a_probability_is_one_and_waiting_only_raises_it(
        told: list[dict[str, Any]], asked: list[dict[str, Any]]) -> None:
    cases = cases_of(asked, ZONE)
    model = Model(cases_of(told, ZONE), us(at(50)), SCALE, STRENGTH)
    span = cases.due - cases.received
    steps = [model.late(cases, cases.received + span * part) for part in (0.0, 0.25, 0.5, 0.75, 0.99)]
    assert all(np.all((step >= 0) & (step <= 1)) for step in steps)
    assert all(np.all(before <= after + 1e-9) for before, after in zip(steps, steps[1:], strict=False))
