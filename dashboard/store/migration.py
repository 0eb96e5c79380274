"""Bringing a store to the present schema; Alembic is loaded only when something is missing."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dashboard.store import policy
from dashboard.store.writing import Numbers, first_numbers

SCRIPTS = Path(__file__).parent / "migrations"
REVISION = re.compile(r"^(?:down_)?revision\b.*?= *[\"'](\w+)", re.MULTILINE)


def upgrade(engine: Engine, now: datetime) -> None:
    """Apply what is missing of the schema, create counters, seed policy; a store that is up to date stays as it is."""
    writer = engine.execution_options(writes=True)
    if current(engine) != newest():
        with writer.begin() as connection:
            _apply(connection)
    with writer.begin() as connection:
        first_numbers(connection)
        numbers = Numbers(connection)
        policy.seed(connection, now, numbers)
        numbers.settle()


def current(engine: Engine) -> str | None:
    """Return the revision that the store has, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def newest() -> str | None:
    """Return the revision that this code needs: the one that no other builds on."""
    told = [REVISION.findall(path.read_text(encoding="utf-8")) for path in (SCRIPTS / "versions").glob("[0-9]*.py")]
    before = {revision for names in told for revision in names[1:]}
    return next((names[0] for names in told if names[0] not in before), None)


def _apply(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  (a quarter of a second, and a store is rarely behind)
    from alembic.config import Config  # noqa: PLC0415
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
