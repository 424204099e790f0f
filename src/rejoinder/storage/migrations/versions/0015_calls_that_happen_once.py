"""Calls of the API that may be sent twice and happen once."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Adds the table; no call was remembered so far."""
    op.create_table(
        "idempotent_calls",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_idempotent_calls")),
    )
    op.create_index("ix_idempotent_calls_made_at", "idempotent_calls", ["made_at"])
