"""One definition, three engines: every measure by every dimension, and every metric, give the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url
from towns import DIMENSIONS, NOW, TODAY, lives, month, pressing, settle, sqlite, working

from dashboard.cache.forecasts import Forecasts
from dashboard.cache.mirror import Mirror
from dashboard.cache.queues import queues
from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.domain.bounds import Bounds, Way
from dashboard.domain.calendar import Calendar
from dashboard.domain.fields import Privacy
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.registry import discover

METRICS = discover("dashboard.metrics", Metric)
TOLD = [*lives(11, 250), pressing(251), pressing(252, TODAY - 12)]
PAST = NOW.at - timedelta(days=12)
VIEWS = {"live": View(), "judged": View(as_of=PAST), "told": View(PAST, PAST + timedelta(days=2)),
         "known": View(known_at=PAST)}
SCOPES = (Scope(), month(10, 30),
          month(5, 40).within("topic", "topic 1", "").within("channel", "channel 0", "channel 2"),
          Scope().within("status", "spam", "duplicate"), Scope().within("street", "nowhere"))
Town = Mapping[str, Mirror | Readings]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[Town]:
    """The same lives in every engine."""
    embedded = settle(sqlite(tmp_path_factory.mktemp("truth")), TOLD)
    served = settle(create_engine(_database(postgres_url)), TOLD)
    mirrors = {"DuckDB": Mirror(embedded, DIMENSIONS), "DuckDB of PostgreSQL": Mirror(served, DIMENSIONS)}
    for mirror in mirrors.values():
        mirror.load()
    yield {**mirrors, "SQLite": Readings(embedded, DIMENSIONS), "PostgreSQL": Readings(served, DIMENSIONS)}
    for mirror in mirrors.values():
        mirror.close()
    served.dispose()
    embedded.dispose()


def foreseeing() -> Forecasts:
    """A forecaster of one engine's own, content with the history of a small town."""
    return Forecasts(lambda: Bounds(threshold=0.5, least=10, window_days=365, most=200, ways=(Way(0.05, 4),)), Calendar)


def _database(cluster: str) -> URL:
    """A database of this module's own in the private cluster."""
    name = f"contract_{uuid4().hex}"
    keeper = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    keeper.dispose()
    return make_url(cluster).set(database=name)


@pytest.fixture(scope="module", params=list(VIEWS))
def readings(town: Town, request: pytest.FixtureRequest) -> Iterator[Mapping[str, Reading]]:
    """A reading of every engine at the same moment."""
    with ExitStack() as stack:
        view = VIEWS[request.param]
        yield {name: stack.enter_context(place.ask(view, NOW, working, Privacy.STAFF, foreseeing().foresee))
               for name, place in town.items()}


def assert_alike(answers: Mapping[str, object]) -> None:
    first, *others = answers.items()
    for name, answer in others:
        assert answer == first[1], f"{name} differs from {first[0]}"


def test_every_measure_by_every_dimension_is_the_same_on_every_engine(readings: Mapping[str, Reading]) -> None:
    seen: set[str] = set()
    for scope in SCOPES:
        for reading in readings.values():
            reading.gather([(measure, scope) for measure in MEASURES], tuple(DIMENSIONS))
        for measure in MEASURES:
            for by in (None, *DIMENSIONS):
                answers = {name: reading.count(measure, scope, by) for name, reading in readings.items()}
                assert_alike(answers)
                seen |= {measure} if sum(answers["DuckDB"].values()) else set()
    assert seen == set(MEASURES)


def test_every_measure_by_day_is_the_same_on_every_engine(readings: Mapping[str, Reading]) -> None:
    for measure in MEASURES:
        if MEASURES[measure].period is not None:
            assert_alike({name: reading.by_day(measure, SCOPES[1]) for name, reading in readings.items()})


def test_every_list_is_the_same_on_every_engine(readings: Mapping[str, Reading]) -> None:
    for measure in MEASURES:
        assert_alike({name: reading.ids(measure, SCOPES[1]) for name, reading in readings.items()})


def test_of_the_likely_late_the_wall_knows_which_stand_in_a_column_before(readings: Mapping[str, Reading]) -> None:
    for name, reading in readings.items():
        *before, last = queues(reading, Scope())
        beside = sum(case.likely for queue in before for case in queue.cases)
        assert (beside > 0, len(last.cases)) == (True, min(8, last.count - beside)), name


def test_every_metric_is_the_same_on_every_engine(readings: Mapping[str, Reading]) -> None:
    for scope in SCOPES[:3]:
        for key in METRICS:
            for by in (None, "department"):
                assert_alike({name: _figures(key, reading, scope, by) for name, reading in readings.items()})


def _figures(key: str, reading: Reading, scope: Scope, by: str | None) -> object:
    try:
        return METRICS[key].compute(reading, scope, by)
    except UsageError as refused:
        return str(refused)


def test_every_number_opens_exactly_its_rows(readings: Mapping[str, Reading]) -> None:
    reading = readings["DuckDB"]
    for key in METRICS:
        for by in (None, "department"):
            figures = _figures(key, reading, SCOPES[1], by)
            for figure in figures if isinstance(figures, tuple) else ():
                assert figure.drill is not None
                assert len(reading.ids(figure.drill.measure, figure.drill.scope)) == figure.n, (key, figure)


def test_an_empty_town_has_figures_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Readings(settle(sqlite(tmp_path_factory.mktemp("empty")), []), DIMENSIONS)
    with place.ask(View(), NOW, working) as reading:
        for metric in METRICS.values():
            figures = metric.compute(reading, Scope(), None)
            assert figures if metric.key != "surges" else not figures  # where nothing happens nothing surges
            assert all(figure.n == 0 for figure in figures)


@pytest.mark.parametrize("measure", ["received", "overdue_open"])
def test_lists_have_the_same_order_on_every_engine(readings: Mapping[str, Reading], measure: str) -> None:
    for column in ("received", "due", "street", "closed"):
        for descending in (False, True):
            assert_alike({name: reading.rows(measure, Scope(), order=[(column, descending)], limit=60)
                          for name, reading in readings.items()})


def test_places_oldest_and_durations_are_the_same_on_every_engine(readings: Mapping[str, Reading]) -> None:
    for by in (None, "department"):
        assert_alike({name: reading.oldest("open", Scope(), by) for name, reading in readings.items()})
        assert_alike({name: reading.spread(("received", "closed"), "closed", Scope(), (0.1, 0.5, 0.9), by)
                      for name, reading in readings.items()})
        assert_alike({name: reading.ratings(Scope(), by) for name, reading in readings.items()})
    assert_alike({name: reading.points("received", Scope()) for name, reading in readings.items()})
    assert_alike({name: reading.count_appeals(Scope()) for name, reading in readings.items()})
    assert_alike({name: [reading.members(d) for d in DIMENSIONS] for name, reading in readings.items()})
