"""Boards: all figures of a scope, one failing leaves the rest, equal content keeps its version."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Engine, event, update
from towns import DIMENSIONS, NOW, lives, month, recounted, settle, sqlite, working

from dashboard.cache.board import Board, Unavailable
from dashboard.cache.boards import Boards
from dashboard.cache.composing import FAILED, Frame, compute_board
from dashboard.cache.mirror import Mirror
from dashboard.cache.planning import looked_at
from dashboard.cache.reading import Reading
from dashboard.cache.trust import Heard
from dashboard.domain.asking import Ask, Moments
from dashboard.domain.clusters import Cluster
from dashboard.domain.fields import Privacy
from dashboard.domain.figures import Figure, Trust
from dashboard.domain.scope import Scope, View
from dashboard.errors import UnavailableError
from dashboard.metrics.metric import THIS_WEEK, Metric
from dashboard.registry import discover
from dashboard.store import tables

METRICS = discover("dashboard.metrics", Metric)
TOLD = lives(21, 200)
HEARD = tuple(Heard(f"source {n}", f"Source {n}", 3600, NOW.at) for n in range(3))


def no_heaps(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
    return ()


FRAME = Frame("Town", True, METRICS, lambda dimension, key: f"{dimension}: {key}", HEARD, no_heaps)


def broken(reason: Exception) -> Metric:
    def compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
        raise reason

    return Metric("broken", "Broken", "", "", "questions", (), compute)


class Place:
    """A mirror, a frame and a clock that a test may turn."""

    def __init__(self, engine: Engine) -> None:
        self.truth, self.mirror, self.frame, self.now = engine, Mirror(engine, DIMENSIONS), FRAME, NOW
        self.mirror.load()
        self.boards = Boards("boot", self.asking, lambda: self.frame)

    @contextmanager
    def asking(self, view: View, privacy: Privacy = Privacy.STAFF) -> Iterator[Reading]:
        with self.mirror.ask(view, self.now, working, privacy) as reading:
            yield reading

    def later(self, **ahead: float) -> None:
        self.now = Moments(self.now.at + timedelta(**ahead), self.now.on, self.now.zone)

    def board(self, frame: Frame = FRAME, scope: Scope | None = None, *, windows: bool = False) -> Board:
        with self.asking(View()) as reading:
            return compute_board(reading, scope or Scope(), frame, windows=windows)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(settle(sqlite(tmp_path), TOLD))
    yield made
    made.mirror.close()


def figures(board: Board, key: str) -> tuple[Figure, ...]:
    found = board.metrics[key]
    assert not isinstance(found, Unavailable)
    return found


def test_a_board_holds_every_metric_and_its_divisions(place: Place) -> None:
    board = place.board()
    assert set(METRICS) <= set(board.metrics)
    assert {"received_by_topic", "received_by_channel", "overdue_open_by_block"} <= set(board.metrics)
    assert not [key for key, found in board.metrics.items() if isinstance(found, Unavailable)]


def test_every_number_of_a_board_opens_exactly_its_rows(place: Place) -> None:
    board = place.board(windows=True)
    with place.asking(View()) as reading:
        for key in board.metrics:
            for figure in figures(board, key):
                assert figure.drill is not None
                assert len(recounted(TOLD, figure.drill.measure, figure.drill.scope, View())) == figure.n, key
                if figure.whole is not None:
                    assert len(recounted(TOLD, figure.whole.measure, figure.whole.scope, View())) == figure.of, key
        for queue in board.queues:
            assert reading.count(queue.measure, Scope())[""] == queue.count


def test_a_division_begins_with_the_whole(place: Place) -> None:
    whole, *members = figures(place.board(), "received_by_topic")
    assert whole.n == sum(member.n for member in members)
    assert [m.n for m in members] == sorted((m.n for m in members), reverse=True)


def test_titles_stand_for_all_members_shown(place: Place) -> None:
    board = place.board()
    shown = {figure.key for figure in figures(board, "received_by_topic") if figure.key}
    assert shown <= set(board.titles["topic"])
    assert board.titles["topic"]["topic 1"] == "topic: topic 1"
    assert "day" not in board.titles


def test_queues_show_eight_and_begin_with_the_longest_due(place: Place) -> None:
    overdue = place.board().queues[0]
    assert overdue.measure == "overdue_open"
    assert len(overdue.cases) == min(8, overdue.count)
    due = [case.due.on for case in overdue.cases if case.due]
    assert due == sorted(due)
    assert all(case.elapsed is not None and case.elapsed >= 1 for case in overdue.cases)


def test_a_metric_that_fails_is_unavailable_and_the_rest_lives(place: Place) -> None:
    frame = replace(FRAME, metrics={**METRICS, "broken": broken(ZeroDivisionError())})
    board = place.board(frame)
    assert board.metrics["broken"] == Unavailable(FAILED)
    assert figures(board, "open") == figures(place.board(), "open")


def test_a_metric_that_knows_why_it_fails_tells_it(place: Place) -> None:
    frame = replace(FRAME, metrics={**METRICS, "broken": broken(UnavailableError("The moon is down"))})
    assert place.board(frame).metrics["broken"] == Unavailable("The moon is down")


def test_heaps_that_cannot_be_found_leave_the_board_alive(place: Place) -> None:
    def failing(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        raise ValueError("no ground")

    assert place.board(replace(FRAME, clusters=failing)).clusters == Unavailable(FAILED)


def test_a_silent_source_makes_the_totals_stale(place: Place) -> None:
    silent = (HEARD[0], HEARD[1], HEARD[2]._replace(observed_at=NOW.at - timedelta(days=2)))
    told = figures(place.board(replace(FRAME, heard=silent)), "open")[0]
    assert told.state is Trust.STALE
    assert told.missing == ("source 2",)


def test_a_board_asks_few_statements(place: Place) -> None:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(place.mirror._engine, "before_cursor_execute", note)
    place.board(windows=True)
    assert len(asked) <= 22


def test_the_week_is_compared_with_as_many_days_of_the_week_before_and_keeps_vanished_topics(place: Place) -> None:
    whole, *members = figures(place.board(windows=True), "topics_of_week")
    first = NOW.week[0]
    assert whole.drill is not None and whole.drill.scope == Scope(*NOW.week)
    former = whole.drill.scope.before(NOW.on)
    assert former == Scope(first - timedelta(days=7), NOW.on - timedelta(days=7))
    with place.asking(View()) as reading:
        assert whole.before == reading.count("received", former)[""]
        both = {*reading.count("received", former, "topic"), *reading.count("received", Scope(*NOW.week), "topic")}
    assert {figure.key for figure in members} == both


def test_windows_are_kept_to_where_no_period_is_chosen(place: Place) -> None:
    assert looked_at(Scope(), 28, NOW) == Scope(NOW.on - timedelta(days=27))
    assert looked_at(month(1, 9), 28, NOW) == month(1, 9)
    assert looked_at(Scope(), None, NOW) == Scope()
    assert looked_at(Scope(), THIS_WEEK, NOW) == Scope(*NOW.week)
    day_by_day = figures(place.board(windows=True), "inflow")
    assert len(day_by_day) == 56
    assert day_by_day[-1].key == NOW.on.isoformat()


def test_a_board_with_windows_compares_with_the_time_before(place: Place) -> None:
    received = figures(place.board(windows=True), "received")[0]
    former = Scope(NOW.on - timedelta(days=55), NOW.on - timedelta(days=28))
    assert received.before == len(recounted(TOLD, "received", former, View()))


def test_equal_content_keeps_its_version_while_time_passes(place: Place) -> None:
    first = place.boards.board(Scope(), View())
    assert first.version == "boot-1"
    place.later(minutes=2)
    again = place.boards.board(Scope(), View())
    assert again.version == first.version
    assert again.at == first.at + timedelta(minutes=2)


def test_within_a_minute_the_very_same_board_is_given(place: Place) -> None:
    assert place.boards.board(Scope(), View()) is place.boards.board(Scope(), View())


def test_a_change_of_the_town_changes_the_version(place: Place) -> None:
    before = place.boards.board(Scope(), View())
    with place.truth.begin() as connection:
        connection.execute(update(tables.QUESTIONS).values(topic="flood", seq=2))
        connection.execute(update(tables.FEED).values(value=2))
    place.mirror.follow()
    after = place.boards.board(Scope(), View())
    assert after.version != before.version
    assert [figure.key for figure in figures(after, "received_by_topic")] == ["", "flood"]


def test_a_term_that_passes_changes_the_version_without_any_data(place: Place) -> None:
    before = place.boards.board(Scope(), View())
    place.now = Moments(NOW.at + timedelta(days=4), NOW.on + timedelta(days=4), NOW.zone)
    after = place.boards.board(Scope(), View())
    assert after.version != before.version
    assert figures(after, "overdue_open")[0].n > figures(before, "overdue_open")[0].n


def test_news_of_a_source_changes_the_version(place: Place) -> None:
    before = place.boards.board(Scope(), View()).version
    place.frame = replace(FRAME, heard=(*HEARD[:2], HEARD[2]._replace(failing_since=NOW.at, error="gone")))
    assert place.boards.board(Scope(), View()).version != before


def test_heaps_are_looked_for_once_a_day_while_no_row_changes(place: Place) -> None:
    looked: list[int] = []

    def count(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        looked.append(reading.seq)
        return ()

    place.frame = replace(FRAME, clusters=count)
    for _ in range(3):
        place.boards.board(Scope(), View())
        place.later(minutes=1)
    assert looked == [1]
    place.now = Moments(NOW.at + timedelta(days=1), NOW.on + timedelta(days=1), NOW.zone)
    place.boards.board(Scope(), View())
    assert looked == [1, 1]


def test_a_long_search_for_heaps_is_not_repeated_at_every_change(place: Place) -> None:
    looked: list[int] = []

    def long(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        looked.append(reading.seq)
        until = perf_counter() + 0.1
        while perf_counter() < until:
            pass
        return ()

    place.frame = replace(FRAME, clusters=long)
    for seq, ahead in ((2, 0), (3, 1), (4, 3600)):
        place.now = Moments(NOW.at + timedelta(seconds=ahead), NOW.on, NOW.zone)
        with place.truth.begin() as connection:
            connection.execute(update(tables.FEED).values(value=seq))
        place.mirror.follow()
        place.boards.board(Scope(), View())
    assert looked == [2, 4]


def test_scopes_and_moments_have_boards_of_their_own(place: Place) -> None:
    versions = {place.boards.board(scope, view).version
                for scope in (Scope(), Scope().within("topic", "topic 1"), month(1, 20))
                for view in (View(), View(as_of=NOW.at - timedelta(days=7)))}
    assert len(versions) == 6


def test_many_who_ask_at_once_get_one_board(place: Place) -> None:
    with ThreadPoolExecutor(8) as crowd:
        boards = list(crowd.map(lambda _: place.boards.board(Scope(), View()), range(16)))
    assert len({id(board) for board in boards}) == 1


def test_a_metric_by_itself_carries_trust_too(place: Place) -> None:
    with place.asking(View()) as reading:
        told = place.boards.trusted(METRICS["open"].compute(reading, Scope(), None), reading)
    assert told[0].observed_at == NOW.at
    assert [source.state for source in place.boards.sources()] == ["fresh"] * 3
