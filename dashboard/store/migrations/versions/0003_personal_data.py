"""Marks of applicants, protocols of destruction; the names and contacts that were sealed so far are destroyed."""

from alembic import op
from sqlalchemy import delete

from dashboard.domain.applicants import APPLICANT
from dashboard.store.tables import APPLICANTS, DESTRUCTIONS, VAULT

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what is missing; a new store has it already."""
    for table in (APPLICANTS, DESTRUCTIONS):
        table.create(op.get_bind(), checkfirst=True)
    op.get_bind().execute(delete(VAULT).where(VAULT.c.field.in_(APPLICANT)))


def downgrade() -> None:
    """Drop both tables; what was destroyed stays destroyed."""
    for table in (APPLICANTS, DESTRUCTIONS):
        table.drop(op.get_bind(), checkfirst=True)
