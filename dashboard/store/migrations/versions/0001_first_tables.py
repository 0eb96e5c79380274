"""First tables, as of the first release. Later changes are migrations of their own."""

from alembic import op

from dashboard.store.tables import META

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    META.create_all(op.get_bind())


def downgrade() -> None:
    """Drop everything."""
    META.drop_all(op.get_bind())
