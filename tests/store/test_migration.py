"""A store that is up to date is told so without loading Alembic; Alembic agrees."""

import pytest
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from houses import days_ago, house, record, tell
from sqlalchemy import inspect, text

from dashboard.domain.fields import Privacy
from dashboard.domain.scope import Scope, View
from dashboard.store.migration import SCRIPTS, current, newest
from dashboard.store.proving import verify
from dashboard.store.tables import APPLICANTS, DESTRUCTIONS
from dashboard.store.vault import keep, private_of
from intake.recomputing import Recompute


def test_the_newest_revision_is_the_head_that_alembic_finds():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_a_fresh_store_is_at_the_newest_revision_for_alembic_too(tmp_path):
    engine = house(tmp_path).store.engine
    with engine.connect() as connection:
        assert current(engine) == newest() == MigrationContext.configure(connection).get_current_revision()


def test_names_and_contacts_that_an_earlier_version_had_sealed_are_destroyed_by_the_upgrade(tmp_path):
    place = house(tmp_path)
    vault = place.store.vault
    with place.store.writing() as (connection, _):
        keep(connection, vault, [(1, 2026, {"text": "cold", "applicant": "Anna", "contact": "8 921 123-45-67"})])
        for table in (APPLICANTS, DESTRUCTIONS):
            table.drop(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    place.close()
    with house(tmp_path).store.reading() as connection:
        assert private_of(connection, vault, 1) == {"text": "cold"}
        assert connection.execute(APPLICANTS.select()).fetchall() == []


def test_a_store_of_the_first_release_gets_the_audit_log_and_keeps_what_it_has(tmp_path):
    old = house(tmp_path)
    tell(old, "a", [record(1)])
    with old.store.engine.begin() as connection:
        for statement in ("DROP TABLE audit", "DROP TABLE audit_head", "DELETE FROM feed WHERE name = 'audit'",
                          "UPDATE alembic_version SET version_num = '0001'"):
            connection.execute(text(statement))
    old.close()
    (tmp_path / "secrets" / "audit.key").unlink()
    new = house(tmp_path)
    assert current(new.store.engine) == newest()
    tell(new, "b", [record(2)])
    found = verify(new.store)
    assert (found.head.entries, found.broken, len(new.store.batches())) == (1, None, 2)


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request, tmp_path):
    """A folder and the URL of its truth."""
    return tmp_path, "" if request.param == "sqlite" else request.getfixturevalue("postgres_store_url")


@pytest.mark.parametrize("revision", ["0003", "0005"])
def test_a_store_of_an_older_release_learns_of_promised_days_and_so_does_the_wall(home, revision):
    old = house(*home)
    tell(old, "a", [record(1)])
    with old.store.engine.begin() as connection:
        for view in ("wall_questions", "wall_history", "wall_feed"):
            connection.execute(text(f"DROP VIEW {view}"))
        for table in ("questions", "questions_history"):
            for column in ("deferred_to_on", "deferred_to_at"):
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    old.close()
    new = house(*home)
    assert current(new.store.engine) == newest()
    assert "deferred_to_on" in {column["name"] for column in inspect(new.store.engine).get_columns("wall_questions")}
    tell(new, "b", [record(1, deferred_to=days_ago(-9)), record(2)])
    for privacy in Privacy.STAFF, Privacy.WALL:
        with new.asking(View(), privacy) as reading:
            assert reading.count("promised_open", Scope()) == {"": 1}


def test_a_store_of_an_older_release_gets_the_term_of_the_first_response_by_one_recount(home):
    old = house(*home)
    tell(old, "a", [record(30, channel="incident"), record(2)])
    with old.store.engine.begin() as connection:
        for view in ("wall_questions", "wall_history", "wall_feed"):
            connection.execute(text(f"DROP VIEW {view}"))
        for table in ("questions", "questions_history"):
            for column in ("respond_on", "respond_at", "respond_source"):
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    old.close()
    new = house(*home)
    assert Recompute(new).look() == (2, 1)
    assert not Recompute(new).due()
    for privacy in Privacy.STAFF, Privacy.WALL:
        with new.asking(View(), privacy) as reading:
            assert reading.count("response_overdue", Scope()) == {"": 1}
