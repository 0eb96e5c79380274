"""Bringing a store to the present schema."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from dashboard.store import policy
from dashboard.store.writing import Numbers, first_numbers

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, now: datetime) -> None:
    """Apply what is missing of the schema, create counters, seed policy; a store that is up to date stays as it is."""
    writer = engine.execution_options(writes=True)
    if current(engine) != newest():
        with writer.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    with writer.begin() as connection:
        first_numbers(connection)
        numbers = Numbers(connection)
        policy.seed(connection, now, numbers)
        numbers.settle()


def current(engine: Engine) -> str | None:
    """Return the revision that the store has, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the revision that this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
