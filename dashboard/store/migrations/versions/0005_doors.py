"""Accounts, sessions, one-time links and the screens' links."""

from alembic import op

from dashboard.store.tables import ACCOUNTS, DEVICES, META, SESSIONS, TICKETS

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
TABLES = [ACCOUNTS, SESSIONS, TICKETS, DEVICES]


def upgrade() -> None:
    """Create what a store of an older release lacks."""
    META.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    """Drop them."""
    META.drop_all(op.get_bind(), tables=TABLES)
