"""How often keys are used, and what people say a text should have scored."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes both tables."""
    op.create_table(
        "key_uses",
        sa.Column("key_id", ID, sa.ForeignKey("keys.id"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("face", sa.String(30), primary_key=True),
        sa.Column("calls", sa.Integer, nullable=False),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("key_id", ID, sa.ForeignKey("keys.id"), nullable=False),
        sa.Column("face", sa.String(30), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("context", sa.JSON, nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("community", sa.String(300), nullable=False),
        sa.Column("token", sa.String(300), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Index("ix_suggestions_site_id_received_at", "site_id", "received_at"),
    )
