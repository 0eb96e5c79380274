"""Both clocks of a question: the law's and the citizen's."""

from dashboard.domain.moments import Moment, day_number, micros
from dashboard.domain.waiting import clocks_of, clocks_of_row
from tests.domain.builders import ZONE, at, day, instant


def test_the_laws_clock_counts_down_and_the_citizens_up() -> None:
    clocks = clocks_of({"received": at(1, 12), "due": day(10)}, instant(4, 12), ZONE)
    assert clocks.left is not None and (clocks.left.days, clocks.left.late) == (6, False)
    assert (clocks.waited, clocks.closed) == (3.0, False)


def test_a_term_in_days_is_kept_until_its_day_is_over() -> None:
    last, after = (clocks_of({"due": day(10)}, instant(number, 23), ZONE).left for number in (10, 11))
    assert last is not None and (last.days, last.late) == (0, False)
    assert after is not None and (after.days, after.late) == (-1, True)


def test_a_term_in_hours_breaks_within_its_day() -> None:
    left = clocks_of({"due": at(10, 9)}, instant(10, 12), ZONE).left
    assert left is not None and (left.days, left.late) == (0, True)


def test_both_clocks_stop_when_the_question_is_closed() -> None:
    clocks = clocks_of({"received": at(1), "due": day(10), "closed": at(12)}, instant(40), ZONE)
    assert clocks.left is not None and (clocks.left.days, clocks.left.late) == (-2, True)
    assert (clocks.waited, clocks.closed) == (11.0, True)


def test_what_is_not_known_is_not_counted() -> None:
    assert clocks_of({}, instant(4), ZONE) == (None, None, False)


def test_a_stored_row_has_the_clocks_of_its_state() -> None:
    state = {"received": at(1, 8), "due": day(10), "closed": None}
    assert clocks_of_row(stored(state), instant(12), ZONE) == clocks_of(state, instant(12), ZONE)


def stored(state: dict[str, Moment | None]) -> dict[str, int | None]:
    """A row with the two columns of every moment."""
    row: dict[str, int | None] = {}
    for key, moment in state.items():
        row[f"{key}_on"] = None if moment is None else day_number(moment.on)
        row[f"{key}_at"] = None if moment is None or moment.at is None else micros(moment.at)
    return row
