"""The tables of what the desk keeps beside the comments."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, UniqueConstraint

from rejoinder.storage import Id, Moment, metadata

claims = Table(  # who has a comment before them, so that two never decide the same
    "claims",
    metadata,
    Column("comment_id", Id, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_claims_site_id_until", "site_id", "until"),
)

saved_filters = Table(
    "saved_filters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("name", String(60), nullable=False),
    # As it stands in an address: what it asks, by its names.
    Column("query", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("staff_id", "name"),
)
