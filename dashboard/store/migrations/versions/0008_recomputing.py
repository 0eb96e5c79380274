"""By which rules and calendar stored terms are counted, and how far a recount has come."""

from alembic import op

from dashboard.store.tables import RECOMPUTING

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; a new store has it already."""
    RECOMPUTING.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Drop it."""
    RECOMPUTING.drop(op.get_bind(), checkfirst=True)
