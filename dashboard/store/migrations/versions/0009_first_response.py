"""The end of the first response's term and the rule that gave it; stored questions get them by one recount."""

from alembic import op

from dashboard.store.tables import HISTORY, QUESTIONS, RECOMPUTING
from dashboard.store.wall import open_windows, shut_windows
from dashboard.store.widening import widen

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns where they are missing, open the windows anew, and let everything be counted once."""
    widen(op.get_bind())
    open_windows(op.get_bind())
    op.execute(RECOMPUTING.update().values(rules=0, calendar=0, to_rules=0, to_calendar=0, resume_id=0))


def downgrade() -> None:
    """Take the columns away; the windows stay shut until the former program opens its own."""
    shut_windows(op.get_bind())
    for table in (QUESTIONS, HISTORY):
        for column in ("respond_on", "respond_at", "respond_source"):
            op.drop_column(table.name, column)
