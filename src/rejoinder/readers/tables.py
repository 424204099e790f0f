"""The tables of readers, their sessions, sign-in links and standing."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, text

from rejoinder.storage import Id, Moment, metadata

readers = Table(
    "readers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("email", String(254), nullable=False),
    # Of a reader who signed in and has not commented yet: empty.
    Column("name", String(80), nullable=False),
    # The same for names that look the same; nobody else may use a signed-in reader's.
    Column("folded_name", String(80), nullable=False, server_default=text("''")),
    Column("named_at", Moment),
    # Empty for a guest: anybody can type an address, only its owner can open a link.
    Column("verified_at", Moment),
    Column("created_at", Moment, nullable=False),
    Index("ix_readers_site_id_email", "site_id", "email"),
    Index(
        "uq_readers_folded_name",
        "site_id",
        "folded_name",
        unique=True,
        sqlite_where=text("folded_name <> ''"),
        postgresql_where=text("folded_name <> ''"),
    ),
    Index(
        "uq_readers_verified",
        "site_id",
        "email",
        unique=True,
        sqlite_where=text("verified_at IS NOT NULL"),
        postgresql_where=text("verified_at IS NOT NULL"),
    ),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("reader_id", Id, ForeignKey("readers.id"), nullable=False, index=True),
    Column("signed_in", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    # Of staff: when a passkey was shown in this browser.
    Column("passkey_at", Moment),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("email", String(254), nullable=False),
    Column("next_path", String(500), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    # By what the letter in the outbox finds its row when it is sent; opens nothing.
    Column("request_key", String(64), nullable=False, server_default=text("''"), index=True),
    # Who asked for it: one sender's links are counted apart from another's.
    Column("sender_key", String(64), nullable=False, server_default=text("''")),
    Index("ix_sign_in_links_site_id_email_created_at", "site_id", "email", "created_at"),
    Index("ix_sign_in_links_site_id_sender_key_created_at", "site_id", "sender_key", "created_at"),
)

standings = Table(  # append-only: the newest row about an address counts, see queries
    "standings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("email", String(254), nullable=False),
    # Given to a guest, it says nothing of the address's owner, who may be somebody else.
    Column("proved", Boolean, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    # A ban may end by itself.
    Column("until", Moment),
    Index("ix_standings_site_id_email", "site_id", "email"),
)
