"""A comment that the newsroom put first in its thread."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the column; nothing is pinned yet."""
    op.add_column("comments", sa.Column("pinned_at", MOMENT))
