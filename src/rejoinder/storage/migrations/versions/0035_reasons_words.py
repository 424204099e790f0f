"""Jobs and second readings keep the words of a reason of the house's own."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Adds the columns; no job and no reading has such a reason yet."""
    op.add_column("bulk_jobs", sa.Column("reason_title", sa.String(60)))
    op.add_column("bulk_jobs", sa.Column("reason_text", sa.Text()))
    op.add_column("second_readings", sa.Column("reason_title", sa.String(60)))
