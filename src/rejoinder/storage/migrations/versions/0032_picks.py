"""Comments that the newsroom picks, so that they stand out in their thread."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the column; nothing is picked yet."""
    op.add_column("comments", sa.Column("picked_at", MOMENT))
