"""The four counters, and the matrix of terms: counted by hand in small towns."""

from __future__ import annotations

from pathlib import Path

from domain.builders import at, day
from towns import NOW, TODAY

from dashboard.domain.figures import Drill, Trust
from dashboard.domain.scope import Scope
from dashboard.metrics.term_matrix import TermMatrix, matrix_of
from tests.metrics.test_figures import closed, figures, reading

DUES = (day(TODAY - 1), at(TODAY, 9), day(TODAY), at(TODAY, 18), *(day(TODAY + ahead) for ahead in range(1, 40)))
"""NOW is the afternoon of TODAY: the first two have passed."""


def n(path: Path, key: str) -> int:
    path.mkdir()
    [figure] = figures(path, key, *({"due": due} for due in DUES), {"due": day(TODAY), **closed(1)})
    return figure.n


def test_what_is_overdue_is_in_no_other_counter_and_today_is_in_the_week_and_the_month(tmp_path: Path) -> None:
    assert n(tmp_path / "a", "overdue_open") == 2
    assert n(tmp_path / "b", "ending_today") == 2
    (_, friday), today = NOW.week, NOW.on
    assert n(tmp_path / "c", "ending_week") == 2 + (friday - today).days
    assert n(tmp_path / "d", "ending_month") == 2 + (30 - today.day)


def test_a_counter_opens_its_own_period_whatever_period_is_looked_at(tmp_path: Path) -> None:
    [figure] = figures(tmp_path, "ending_today", {"due": day(TODAY)}, scope=Scope(NOW.on.replace(month=1)))
    assert (figure.n, figure.drill) == (1, Drill("ending_open", Scope(NOW.on, NOW.on)))


def test_promises_count_in_any_period(tmp_path: Path) -> None:
    facts = [{"deferred_to": day(TODAY + 50)}, {"deferred_to": day(TODAY - 1)}, {}]
    for number, key in enumerate(("promised_open", "promise_broken")):
        (tmp_path / str(number)).mkdir()
        [figure] = figures(tmp_path / str(number), key, *facts, scope=Scope(NOW.on, NOW.on))
        assert (figure.n, figure.drill) == (1, Drill(key, Scope()))


LATE, TIMELY = {"due": day(TODAY - 2)}, {"due": day(TODAY + 2)}
FACTS = (*({"department": "A", "channel": "pos", **TIMELY},) * 5, {"department": "A", "channel": "pos", **LATE},
         {"department": "A", "channel": "sed", **LATE}, *({"department": "B", "channel": "pos", **TIMELY},) * 7,
         {"channel": "sed", "department": None, **LATE})


def matrix(path: Path) -> TermMatrix:
    with reading(path, *FACTS) as opened:
        return matrix_of(opened, Scope())


def test_a_cell_is_the_share_on_time_of_those_with_a_term_and_the_late_ones_beside_it(tmp_path: Path) -> None:
    cell = matrix(tmp_path).cells["A", "pos"]
    assert (cell.share.n, cell.share.of, cell.n_late) == (5, 6, 1)
    own = Scope().within("department", "A").within("channel", "pos")
    assert (cell.share.whole, cell.late) == (Drill("with_deadline", own), Drill("late_with_deadline", own))


def test_under_five_nobody_is_judged(tmp_path: Path) -> None:
    share = matrix(tmp_path).cells["A", "sed"].share
    assert (share.value, share.low, share.state, share.of) == (None, None, Trust.TOO_FEW, 1)


def test_the_totals_are_the_sums_of_the_cells_and_the_worst_row_is_the_first(tmp_path: Path) -> None:
    found = matrix(tmp_path)
    assert found.departments == ("A", "", "B")
    assert found.channels == ("pos", "sed")
    assert (found.whole.share.n, found.whole.share.of) == (12, 15)
    for totals, place in ((found.rows, 0), (found.columns, 1)):
        for member, total in totals.items():
            cells = [cell for key, cell in found.cells.items() if key[place] == member]
            assert total.share.of == sum(cell.share.of or 0 for cell in cells)
            assert total.n_late == sum(cell.n_late for cell in cells)


def test_every_number_of_the_matrix_opens_exactly_its_rows(tmp_path: Path) -> None:
    with reading(tmp_path, *FACTS) as opened:
        found = matrix_of(opened, Scope())
        for cell in (*found.cells.values(), *found.rows.values(), *found.columns.values(), found.whole):
            assert cell.share.whole is not None
            assert opened.count(cell.share.whole.measure, cell.share.whole.scope)[""] == cell.share.of
            assert opened.count(cell.late.measure, cell.late.scope).get("", 0) == cell.n_late
