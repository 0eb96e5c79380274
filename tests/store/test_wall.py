"""The read model on the truth: made by a migration, and on PostgreSQL read by a role that can read nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from houses import NOW, house, record, tell
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from dashboard.domain.fields import Privacy
from dashboard.domain.readmodel import ROLE, VIEWS
from dashboard.domain.scope import Scope, View
from dashboard.house import House
from dashboard.store.migration import current, newest, upgrade
from dashboard.store.tables import META

NAMES = {window.name for window in VIEWS}


@pytest.fixture
def place(tmp_path: Path, postgres_store_url: str) -> House:
    made = house(tmp_path, postgres_store_url)
    tell(made, "a.csv", [record(n, street="ул. Мира", house="ул. Мира, 4") for n in range(4)])
    return made


@pytest.fixture
def weak(postgres_store_url: str) -> Iterator[Engine]:
    """A user who may make tables here but no roles."""
    owner = create_engine(postgres_store_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as line:
        line.execute(text("DROP ROLE IF EXISTS weak"))
        line.execute(text("CREATE ROLE weak LOGIN"))
        line.execute(text("GRANT ALL ON SCHEMA public TO weak"))
    engine = create_engine(postgres_store_url.replace("//room@", "//weak@"))
    yield engine
    engine.dispose()
    with owner.connect() as line:
        line.execute(text("DROP OWNED BY weak CASCADE"))
        line.execute(text("DROP ROLE weak"))
    owner.dispose()


def test_an_empty_sqlite_home_has_the_views(tmp_path: Path) -> None:
    made = house(tmp_path)
    assert set(inspect(made.store.engine).get_view_names()) >= NAMES
    assert current(made.store.engine) == newest()


def test_every_table_of_the_truth_is_shut_to_the_walls_role(place: House) -> None:
    tables = {*META.tables, "alembic_version"}
    assert {"questions", "questions_history", "events", "vault", "rejects", "quarantine"} <= tables
    for name in tables:
        with place.store.engine.connect() as line, line.begin():
            line.execute(text(f"SET LOCAL ROLE {ROLE}"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                line.execute(text(f"SELECT * FROM {name}"))


def test_the_walls_role_reads_the_views_and_writes_nothing(place: House) -> None:
    with place.store.engine.connect() as line, line.begin():
        line.execute(text(f"SET LOCAL ROLE {ROLE}"))
        found = [line.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in sorted(NAMES)]
    assert found == [1, 0, 4]
    for wish in ("UPDATE wall_questions SET topic = 'x'", "DELETE FROM wall_feed", "CREATE TABLE mine (a int)"):
        with place.store.engine.connect() as line, line.begin():
            line.execute(text(f"SET LOCAL ROLE {ROLE}"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                line.execute(text(wish))


def test_the_role_is_nobody_who_could_log_in(place: House) -> None:
    with place.store.engine.connect() as line:
        asked = text("SELECT rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = :r")
        assert line.execute(asked, {"r": ROLE}).scalar() is False


def test_a_reading_of_the_wall_is_that_role_and_gives_it_back(place: House) -> None:
    with place.asking(View(), Privacy.WALL) as reading:
        assert reading.count("open", Scope(), "street") == {"ул. Мира": 4}
        assert reading._connection.execute(text("SELECT current_user")).scalar() == ROLE
        with pytest.raises(ProgrammingError, match="permission denied"):
            reading._connection.execute(text("SELECT house FROM questions"))
    with place.asking(View()) as reading:
        assert reading._connection.execute(text("SELECT current_user")).scalar() == "room"
        assert reading.count("open", Scope(), "house") == {"ул. Мира, 4": 4}


def test_who_may_make_no_roles_gets_the_views_all_the_same(weak: Engine) -> None:
    upgrade(weak, NOW)
    assert set(inspect(weak).get_view_names()) >= NAMES
