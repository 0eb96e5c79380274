"""Bringing a store to the present schema; Alembic is loaded only when something is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dashboard.errors import StoreError
from dashboard.store import policy
from dashboard.store.edition import settle
from dashboard.store.writing import Numbers, first_numbers

SCRIPTS = Path(__file__).parent / "migrations"
REVISION = re.compile(r"^(?:down_)?revision\b.*?= *[\"'](\w+)", re.MULTILINE)


def upgrade(engine: Engine, now: datetime, before: Callable[[], object] = lambda: None) -> None:
    """Apply what is missing of the schema, create counters, seed policy; a store that is up to date stays as it is.

    Args:
        engine: of the store.
        now: the present instant.
        before: what is done before the schema of a store that holds something changes: a copy of it.

    Raises:
        StoreError: the store belongs to a newer program.
    """
    writer = engine.execution_options(writes=True)
    if (have := current(engine)) != newest():
        if have is not None and have not in known():
            engine.dispose()
            raise StoreError("The store is of a newer program (schema {have}); install that one again or restore the "
                             "copy that was made before the update", have=have)
        if have is not None:
            before()
        with writer.begin() as connection:
            _apply(connection)
    with writer.begin() as connection:
        first_numbers(connection)
        numbers = Numbers(connection)
        policy.seed(connection, now, numbers)
        settle(connection)
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
    told = _told()
    before = {revision for names in told for revision in names[1:]}
    return next((names[0] for names in told if names[0] not in before), None)


def known() -> frozenset[str]:
    """Return every revision from which this code can bring a store up to date."""
    return frozenset(names[0] for names in _told())


def _told() -> list[list[str]]:
    """Return the revision of every script, and the one it builds on."""
    return [REVISION.findall(path.read_text(encoding="utf-8")) for path in (SCRIPTS / "versions").glob("[0-9]*.py")]


def _apply(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  (a quarter of a second, and a store is rarely behind)
    from alembic.config import Config  # noqa: PLC0415
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
