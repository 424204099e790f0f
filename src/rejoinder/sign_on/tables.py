"""The tables of ways to sign on, of the identities that came by them, and of what is under way."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)

from rejoinder.sign_on.model import LONGEST_ISSUER, LONGEST_SUBJECT
from rejoinder.storage import Id, Moment, metadata

sign_on_ways = Table(
    "sign_on_ways",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(60), nullable=False),
    Column("label", String(120), nullable=False),
    # With its secrets: of those that two sides share no hash would do.
    Column("settings", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index(
        "uq_sign_on_ways_present",
        "site_id",
        "name",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)

reader_identities = Table(
    "reader_identities",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("issuer", String(LONGEST_ISSUER), nullable=False),
    Column("subject", String(LONGEST_SUBJECT), nullable=False),
    Column("reader_id", Id, ForeignKey("readers.id"), nullable=False, index=True),
    # As last told, for letters; proves nothing by itself. Empty where none was told.
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    # When what was last told of them was written by whoever told it.
    Column("issued_at", Moment),
    Column("created_at", Moment, nullable=False),
    # Until when what was last told of a subscription counts; nothing where none was.
    Column("subscribes_until", Moment),
    UniqueConstraint("site_id", "issuer", "subject"),
)

used_tokens = Table(
    "used_tokens",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True),
    # Of issuer and `jti`, which are somebody else's texts of any length.
    Column("token_hash", String(64), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
)
