"""Which of somebody's tabs has a card of the queue before it."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Adds the column; of what is taken while this runs, no tab has said so yet."""
    tab = sa.Column("tab", sa.String(length=20), nullable=False, server_default=sa.text("''"))
    op.add_column("claims", tab)
