"""A store that is up to date is told so without loading Alembic; Alembic agrees."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from houses import house

from dashboard.store.migration import SCRIPTS, current, newest


def test_the_newest_revision_is_the_head_that_alembic_finds():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_a_fresh_store_is_at_the_newest_revision_for_alembic_too(tmp_path):
    engine = house(tmp_path).store.engine
    with engine.connect() as connection:
        assert current(engine) == newest() == MigrationContext.configure(connection).get_current_revision()
