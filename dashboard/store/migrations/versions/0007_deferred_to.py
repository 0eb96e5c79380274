"""The day to which a decision is deferred or a question was promised; the read model sees it."""

from alembic import op

from dashboard.store.tables import HISTORY, QUESTIONS
from dashboard.store.wall import open_windows, shut_windows
from dashboard.store.widening import widen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns where they are missing, and open the windows anew."""
    widen(op.get_bind())
    open_windows(op.get_bind())


def downgrade() -> None:
    """Take the columns away; the windows stay shut until the former program opens its own."""
    shut_windows(op.get_bind())
    for table in (QUESTIONS, HISTORY):
        for column in ("deferred_to_on", "deferred_to_at"):
            op.drop_column(table.name, column)
