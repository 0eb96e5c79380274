"""The read model of the wall: views over the questions, and the role that may read them alone."""

from alembic import op

from dashboard.store.wall import open_windows, shut_windows
from dashboard.store.widening import widen

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Open the views, which look at every field: those that came later too."""
    widen(op.get_bind())
    open_windows(op.get_bind())


def downgrade() -> None:
    """Shut the views."""
    shut_windows(op.get_bind())
