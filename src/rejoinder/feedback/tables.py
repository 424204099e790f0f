"""The table of feedback. Its column `face` is the format."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text

from rejoinder.storage import Id, Moment, metadata

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("key_id", Id, ForeignKey("keys.id"), nullable=False),
    Column("face", String(30), nullable=False),
    Column("text", Text, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("context", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("community", String(300), nullable=False),
    Column("token", String(300), nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("ix_suggestions_site_id_received_at", "site_id", "received_at"),
)
