"""Who is told of what happens, and what is on its way to them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the tables; nobody is told anything yet."""
    _endpoints()
    _deliveries()
    op.create_table(
        "webhook_cursor",
        sa.Column("id", ID, primary_key=True),
        sa.Column("after_id", ID, nullable=False),
    )


def _endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("with_text", sa.Boolean, nullable=False),
        sa.Column("secret", sa.String(120), nullable=False),
        sa.Column("old_secret", sa.String(120)),
        sa.Column("old_secret_until", MOMENT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("off_at", MOMENT),
        _text("off_because"),
        sa.Column("paused_until", MOMENT),
        sa.Column("well_at", MOMENT, nullable=False),
        sa.Index("ix_webhook_endpoints_site_id", "site_id"),
    )


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "endpoint_id",
            ID,
            sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("message_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("article_id", ID),
        sa.Column("comment_id", ID),
        sa.Column("decision_id", ID),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("fate", sa.String(20), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("give_up_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("tried_at", MOMENT),
        sa.Column("status", sa.Integer),
        _text("problem"),
        sa.Index("ix_webhook_deliveries_fate_due_at", "fate", "due_at"),
        sa.Index("ix_webhook_deliveries_endpoint_id_fate_due_at", "endpoint_id", "fate", "due_at"),
        sa.Index("ix_webhook_deliveries_happened_at", "happened_at"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
