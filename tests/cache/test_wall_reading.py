"""The wall's reading: what the read model lacks cannot be asked, and few cases are no place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from towns import DIMENSIONS, NOW, TODAY, lives, month, settle, sqlite, working

from dashboard.cache.board import Unavailable
from dashboard.cache.boards import Boards
from dashboard.cache.composing import Frame, compute_board
from dashboard.cache.mirror import Mirror
from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.cache.tables import TABLES
from dashboard.cache.trust import Heard
from dashboard.domain import readmodel
from dashboard.domain.asking import Ask
from dashboard.domain.disclosure import K_PLACE, K_RATE, hidden, rated
from dashboard.domain.fields import FIELDS, Privacy, columns
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError
from dashboard.metrics.metric import Metric
from dashboard.registry import discover
from dashboard.store.wall import open_windows

METRICS = discover("dashboard.metrics", Metric)
TOLD = lives(5, 120)
HEARD = (Heard("source 1", "Source 1", 3600, NOW.at, None, "cell B7 says 921 000"),)
ALL_TIME = month(0, TODAY)


def windowed(engine: Engine) -> Engine:
    with engine.begin() as connection:
        open_windows(connection)
    return engine


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    made = Mirror(windowed(settle(sqlite(tmp_path_factory.mktemp("truth")), TOLD)), DIMENSIONS)
    made.load()
    yield made
    made.close()


@pytest.fixture
def wall(mirror: Mirror) -> Iterator[Reading]:
    with mirror.ask(View(), NOW, working, Privacy.WALL) as opened:
        yield opened


@pytest.fixture
def staff(mirror: Mirror) -> Iterator[Reading]:
    with mirror.ask(View(), NOW, working) as opened:
        yield opened


def frame(metrics: dict[str, Metric] | None = None) -> Frame:
    return Frame("Town", True, metrics or METRICS, lambda dimension, key: key, HEARD, lambda *_: ())


def test_a_table_of_the_wall_crosses_no_places(wall: Reading, staff: Reading) -> None:
    by = ("channel", "department")
    assert wall.table("received", Scope(), by) == staff.table("received", Scope(), by)
    with pytest.raises(AccessError):
        wall.table("received", Scope(), ("topic", "street"))


def test_the_read_model_has_only_what_the_wall_may_show() -> None:
    told = {name for window in readmodel.VIEWS for name, _ in window.columns}
    secret = {name for name, _ in columns(tuple(f for f in FIELDS if f.privacy is not Privacy.WALL))}
    assert not told & (secret | {"external_id", "question", "said_hash"})
    assert {"house", "lat", "lon", "marks"} <= secret


PEEPS: dict[str, Callable[[Ask], object]] = {
    "count by house": lambda ask: ask.count("open", Scope(), "house"),
    "count in a house": lambda ask: ask.count("open", Scope().within("house", "4")),
    "count on a street": lambda ask: ask.count("open", Scope().within("street", "ул. Мира")),
    "list of numbers": lambda ask: ask.rows("open", Scope(), columns=("external_id",)),
    "list of houses": lambda ask: ask.rows("open", Scope(), columns=("topic", "house")),
    "list by house": lambda ask: ask.rows("open", Scope(), columns=("topic",), order=(("house", False),)),
    "points": lambda ask: ask.points("open", Scope()),
    "oldest by house": lambda ask: ask.oldest("open", Scope(), "house"),
    "spread by house": lambda ask: ask.spread(("received", "closed"), "closed", Scope(), (0.5,), "house"),
}


@pytest.mark.parametrize("peep", PEEPS.values(), ids=PEEPS)
def test_what_the_read_model_lacks_is_refused_loudly(wall: Reading, peep: Callable[[Ask], object]) -> None:
    with pytest.raises(AccessError, match="is not shown outside"):
        peep(wall)


def test_a_metric_that_asks_for_a_house_is_no_figure_on_the_walls_board(wall: Reading) -> None:
    curious = replace(METRICS["open"], key="curious", measures=(),
                      compute=lambda ask, scope, _: METRICS["open"].compute(ask, scope, "house"))
    board = compute_board(wall, Scope(), frame({**METRICS, "curious": curious}), windows=True)
    told = board.metrics["curious"]
    assert isinstance(told, Unavailable)
    assert told.reason == "{name} is not shown outside of the staff's screens"
    assert not isinstance(board.metrics["open"], Unavailable)


@pytest.mark.parametrize("view", [View(), View(as_of=NOW.at), View(known_at=NOW.at)], ids=["live", "judged", "told"])
def test_every_metric_of_the_wall_is_the_same_number_as_the_staffs(mirror: Mirror, view: View) -> None:
    boards = []
    for privacy in (Privacy.STAFF, Privacy.WALL):
        with mirror.ask(view, NOW, working, privacy) as reading:
            boards.append(compute_board(reading, Scope(), frame(), windows=True))
    staff, wall = boards
    assert not [key for key, told in wall.metrics.items() if isinstance(told, Unavailable)]
    differing = {key for key, told in staff.metrics.items()
                 if not isinstance(told, Unavailable) and tuple(map(rated, told)) != wall.metrics[key]}
    assert differing <= {"open_by_district", "overdue_open_by_district", "received_by_district"}
    assert wall.appeals == staff.appeals
    assert [(q.measure, q.count) for q in wall.queues] == [(q.measure, q.count) for q in staff.queues]


def test_a_place_of_few_cases_is_no_place_and_its_cases_stay_in_the_total(wall: Reading, staff: Reading) -> None:
    for measure in MEASURES:
        exact, told = (reading.count(measure, ALL_TIME, "street") for reading in (staff, wall))
        assert told == {street: n for street, n in exact.items() if street not in hidden(exact)}
        assert wall.count(measure, ALL_TIME) == staff.count(measure, ALL_TIME)


def test_a_listed_case_names_its_street_only_beside_two_others(wall: Reading, staff: Reading) -> None:
    still_open = staff.count("open", Scope(), "street")
    rows = wall.rows("overdue_open", Scope(), columns=("street", "topic"))
    assert len(rows) == staff.count("overdue_open", Scope())[""]
    assert all(still_open[row["street"]] >= K_PLACE for row in rows if row["street"])


def test_a_share_of_a_place_is_told_only_where_both_its_counts_are(wall: Reading) -> None:
    for figure in METRICS["on_time"].compute(wall, ALL_TIME, "street"):
        assert figure.key == "" or (figure.n >= K_PLACE or figure.n == 0)


def test_a_share_of_fewer_than_five_cases_is_not_told_on_the_walls_board(mirror: Mirror) -> None:
    narrow = month(0, 3)
    boards = []
    for privacy in (Privacy.STAFF, Privacy.WALL):
        with mirror.ask(View(), NOW, working, privacy) as reading:
            boards.append(compute_board(reading, narrow, frame(), windows=False).metrics["on_time_by_department"])
    staff, wall = boards
    assert not isinstance(staff, Unavailable)
    assert not isinstance(wall, Unavailable)
    assert any((figure.of or 0) < K_RATE for figure in staff)
    assert all(figure.value is None and not figure.n for figure in wall if (figure.of or 0) < K_RATE)


def test_members_that_may_not_be_named_are_no_members(wall: Reading, staff: Reading) -> None:
    assert set(wall.members("street")) <= set(staff.members("street"))
    assert wall.members("topic") == staff.members("topic")


def test_the_truth_itself_answers_like_the_mirror(mirror: Mirror, tmp_path: Path) -> None:
    truth = Readings(windowed(settle(sqlite(tmp_path), TOLD)), DIMENSIONS)
    for view in (View(), View(as_of=NOW.at)):
        with truth.ask(view, NOW, working, Privacy.WALL) as one, \
                mirror.ask(view, NOW, working, Privacy.WALL) as other:
            for by in ("street", "district", "department", "topic", None):
                assert one.count("open", Scope(), by) == other.count("open", Scope(), by)
            assert one.seq == other.seq
            assert one.rows("open", Scope()) == other.rows("open", Scope())


def test_a_list_of_the_wall_has_no_more_columns_than_the_read_model(wall: Reading) -> None:
    assert set(wall.rows("open", Scope(), limit=1)[0]) == set(TABLES[Privacy.WALL].facts)


def test_boards_of_wall_and_staff_are_apart_and_the_walls_does_not_say_why_a_source_fails(mirror: Mirror) -> None:
    boards = Boards("b", lambda view, privacy: mirror.ask(view, NOW, working, privacy), frame)
    staff, wall = (boards.board(Scope(), View(), privacy=p) for p in (Privacy.STAFF, Privacy.WALL))
    assert staff.version != wall.version
    assert boards.board(Scope(), View(), privacy=Privacy.WALL) is wall
    assert [source.error for source in wall.sources] == [None]
    assert staff.sources[0].error == HEARD[0].error
