"""The tables of endpoints, of what is on its way to them, and of how far the feed was read."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from rejoinder.storage import Id, Moment, metadata

endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False, index=True),
    Column("url", String(2000), nullable=False),
    Column("events", JSON, nullable=False),
    Column("format", String(20), nullable=False),
    Column("with_text", Boolean, nullable=False),
    # In clear, as every secret with which something is signed.
    Column("secret", String(120), nullable=False),
    Column("old_secret", String(120)),
    Column("old_secret_until", Moment),
    Column("made_at", Moment, nullable=False),
    Column("off_at", Moment),
    Column("off_because", Text, nullable=False, server_default=text("''")),
    # Until when it asked to be left alone.
    Column("paused_until", Moment),
    # When something last arrived, or it was switched on.
    Column("well_at", Moment, nullable=False),
)

deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "endpoint_id", Id, ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), nullable=False
    ),
    Column("message_id", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("article_id", Id),
    Column("comment_id", Id),
    Column("decision_id", Id),
    Column("state", String(20), nullable=False),
    Column("happened_at", Moment, nullable=False),
    Column("fate", String(20), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("give_up_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("tried_at", Moment),
    Column("status", Integer),
    Column("problem", Text, nullable=False, server_default=text("''")),
    Index("ix_webhook_deliveries_fate_due_at", "fate", "due_at"),
    Index("ix_webhook_deliveries_endpoint_id_fate_due_at", "endpoint_id", "fate", "due_at"),
    Index("ix_webhook_deliveries_happened_at", "happened_at"),
)

cursor = Table(  # one row: the last change that was made into deliveries
    "webhook_cursor",
    metadata,
    Column("id", Id, primary_key=True),
    Column("after_id", Id, nullable=False),
)
