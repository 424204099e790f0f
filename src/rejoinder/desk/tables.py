"""The tables of what the desk keeps beside the comments."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

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

# What the judge measured of each comment, in thousandths: what stands in the decision in force, as
# far as comments are chosen by it. Null where it measured nothing.
SCORES = (
    *("toxicity", "severe_toxicity", "insult", "threat", "identity_attack", "profanity"),
    *("sexually_explicit", "spam", "private_data", "despair", "on_topic", "meta"),
)
comment_scores = Table(
    "comment_scores",
    metadata,
    Column("comment_id", Id, primary_key=True, autoincrement=False),
    *(Column(each, SmallInteger) for each in SCORES),
    Column("language", String(20), nullable=False),
)
