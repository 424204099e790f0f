"""A replay may be about the comments of some sections alone."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Adds the column; what was replayed before was about all."""
    op.add_column("policy_replays", sa.Column("sections", sa.JSON()))
