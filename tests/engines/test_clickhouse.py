"""ClickHouse's own engine, in process: the same selects give the same as on the mirror (`make engines`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, select, text
from towns import DIMENSIONS, NOW, lives, month, settle, sqlite, working

from dashboard.cache.mirror import Mirror
from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.cache.tables import CURRENT_COLUMNS, PAST, PAST_COLUMNS, QUESTIONS
from dashboard.domain.fields import Kind
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.registry import discover

METRICS = discover("dashboard.metrics", Metric)
TYPES = {Kind.NUMBER: "Int64", Kind.MOMENT: "Int64", Kind.REAL: "Float64", Kind.FLAG: "Bool", Kind.TEXT: "String"}
PAST_MOMENT = NOW.at - timedelta(days=12)
VIEWS = {"live": View(), "judged": View(as_of=PAST_MOMENT), "known": View(known_at=PAST_MOMENT)}
SCOPES = (Scope(), month(5, 40).within("topic", "topic 1", ""))


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return settle(sqlite(tmp_path_factory.mktemp("truth")), lives(31, 200))


@pytest.fixture(scope="module")
def clickhouse(truth: Engine) -> Engine:
    """ClickHouse with the rows of the truth."""
    engine = create_engine("chdb:///:memory:")
    with truth.connect() as source, engine.begin() as target:
        for table, columns in ((QUESTIONS, CURRENT_COLUMNS), (PAST, PAST_COLUMNS)):
            cells = ", ".join(f"`{name}` {_type(name, kind)}" for name, kind in columns)
            target.exec_driver_sql(f"CREATE TABLE {table.name} ({cells}) ENGINE = MergeTree ORDER BY id")
            names = [name for name, _ in columns]
            put = text(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES (:{', :'.join(names)})")
            target.execute(put, [dict(row) for row in source.execute(select(table)).mappings()])
    return engine


def _type(name: str, kind: Kind) -> str:
    return TYPES[kind] if name == "id" else f"Nullable({TYPES[kind]})"


@pytest.fixture(scope="module", params=list(VIEWS))
def both(truth: Engine, clickhouse: Engine, request: pytest.FixtureRequest) -> Iterator[Sequence[Reading]]:
    mirror = Mirror(truth, DIMENSIONS)
    mirror.load()
    there = Readings(clickhouse, DIMENSIONS)
    view = VIEWS[request.param]
    with mirror.ask(view, NOW, working) as one, there.ask(view, NOW, working) as other:
        yield one, other
    mirror.close()


def test_every_measure_by_every_dimension_is_the_same_on_clickhouse(both: Sequence[Reading]) -> None:
    for scope in SCOPES:
        for reading in both:
            reading.gather([(measure, scope) for measure in MEASURES], tuple(DIMENSIONS))
        for measure in MEASURES:
            for by in (None, *DIMENSIONS):
                mirrored, there = (reading.count(measure, scope, by) for reading in both)
                assert mirrored == there, (measure, by)


def test_every_metric_is_the_same_on_clickhouse(both: Sequence[Reading]) -> None:
    for scope in SCOPES:
        for key in METRICS:
            for by in (None, "department"):
                mirrored, there = (_figures(key, reading, scope, by) for reading in both)
                assert mirrored == there, (key, by)


def _figures(key: str, reading: Reading, scope: Scope, by: str | None) -> object:
    try:
        return METRICS[key].compute(reading, scope, by)
    except UsageError as refused:
        return str(refused)


def test_lists_days_and_places_are_the_same_on_clickhouse(both: Sequence[Reading]) -> None:
    for measure in ("received", "overdue_open", "closed_late"):
        for column in ("due", "street"):
            mirrored, there = (r.rows(measure, Scope(), order=[(column, True)], limit=50) for r in both)
            assert mirrored == there
    for ask in (lambda r: r.by_day("received", Scope()), lambda r: r.points("received", Scope()),
                lambda r: r.count_appeals(Scope()), lambda r: [r.members(key) for key in DIMENSIONS]):
        mirrored, there = (ask(reading) for reading in both)
        assert mirrored == there
