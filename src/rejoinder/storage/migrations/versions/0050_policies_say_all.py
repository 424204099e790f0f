"""A policy says by itself what it replaced, and where alone its writer may change anything."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    """Adds both; of what was put before, the audit log tells it."""
    op.add_column("policies", sa.Column("replaces", sa.String(16)))
    op.add_column("policies", sa.Column("sections", sa.JSON(none_as_null=True)))
