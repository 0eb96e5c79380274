"""Alerts, their log, declared causes, and what is to be delivered."""

from alembic import op

from dashboard.store.tables import ALERT_EVENTS, ALERTS, CAUSES, DELIVERIES, META

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
TABLES = [ALERTS, ALERT_EVENTS, CAUSES, DELIVERIES]


def upgrade() -> None:
    """Create what a store of an older release lacks."""
    META.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    """Drop them."""
    META.drop_all(op.get_bind(), tables=TABLES)
