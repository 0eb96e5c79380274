"""The read model in the truth itself: views on every engine, and on PostgreSQL a role that may read them alone.

The role is made where the connecting user may make roles. Where it may not, an administrator says once, as one who may
(`room` is the user of the store's address), and then as the owner of the tables:

    CREATE ROLE situation_room_wall NOLOGIN;
    GRANT situation_room_wall TO room;
    GRANT SELECT ON wall_questions, wall_history, wall_feed TO situation_room_wall;

Without the role the room reads the views as itself.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from dashboard.domain.readmodel import ROLE, VIEWS

NAMES = ", ".join(window.name for window in VIEWS)
MADE = f"""
DO $$ BEGIN
    BEGIN
        CREATE ROLE {ROLE} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
    END;
    BEGIN
        EXECUTE format('GRANT {ROLE} TO %I', current_user);
    EXCEPTION WHEN undefined_object OR insufficient_privilege THEN NULL;
    END;
    BEGIN
        GRANT SELECT ON {NAMES} TO {ROLE};
    EXCEPTION WHEN undefined_object THEN NULL;
    END;
END $$
"""
"""Every step may find that it is done already or that another has to do it."""


def open_windows(connection: Connection) -> None:
    """Make the views of the read model anew, as `domain.readmodel` has them now; a migration's business."""
    shut_windows(connection)
    for window in VIEWS:
        connection.execute(text(f"CREATE VIEW {window.name} AS {window.select}"))
    if connection.dialect.name == "postgresql":
        connection.execute(text(MADE))


def shut_windows(connection: Connection) -> None:
    """Take the views away; the role belongs to the whole cluster and stays."""
    for window in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {window.name}"))
