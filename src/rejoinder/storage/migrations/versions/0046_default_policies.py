"""The texts of the policies by which sites decide that never put one of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """Adds the table; the text of today's is kept as soon as a server works."""
    op.create_table(
        "default_policies",
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_default_policies")),
    )
