"""The audit log and its sealed head."""

from alembic import op

from dashboard.store.tables import AUDIT, AUDIT_HEAD, META

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
TABLES = [AUDIT, AUDIT_HEAD]


def upgrade() -> None:
    """Create the tables; in a store that was made by this code 0001 has done so."""
    META.create_all(op.get_bind(), tables=TABLES, checkfirst=True)


def downgrade() -> None:
    """Drop the tables."""
    META.drop_all(op.get_bind(), tables=TABLES)
