"""Alembic's entry: works on the connection that `migration.upgrade` hands over."""

from alembic import context

from dashboard.store.tables import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META)
context.run_migrations()
