"""The tables of sites, their staff and their keys."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from rejoinder.storage import Id, Moment, metadata

sites = Table(
    "sites",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(63), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("tagline", String(300), nullable=False),
    Column("language", String(20), nullable=False),
    Column("time_zone", String(60), nullable=False),
    Column("base_url", String(300), nullable=False),
    Column("accent", String(7), nullable=False),
    Column("origins", JSON, nullable=False),
    # Whether its desk opens to nobody without a passkey.
    Column("passkeys_required", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
)

hosts = Table(
    "site_hosts",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False, index=True),
)

policies = Table(  # append-only: the newest of a site is in force, the others explain old decisions
    "policies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False, index=True),
    Column("version", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("put_by", String(200), nullable=False),
    Column("put_at", Moment, nullable=False),
    # Why, in the words of whoever put it; not asked before there was a page for it.
    Column("reason", Text),
    # The version that was in force until then; none before the first, and not kept always.
    Column("replaces", String(16)),
    # Where alone it could differ, of somebody who looks after some sections; none for anywhere.
    Column("sections", JSON(none_as_null=True)),
    # By which decisions name them.
    Index("ix_policies_site_id_version", "site_id", "version"),
)

# What came with our versions and decided wherever no policy was put: no site's own, but of the
# store. `version` is the text's digest, so a row never changes.
default_policies = Table(
    "default_policies",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("source", Text, nullable=False),
    Column("first_used_at", Moment, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("email", String(254), nullable=False),
    Column("name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("invited_at", Moment, nullable=False),
    Column("removed_at", Moment),
    # One a line: where they act. None of them: everywhere.
    Column("sections", Text, nullable=False, server_default=text("''")),
    Index(
        "uq_staff_present",
        "site_id",
        "email",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)

keys = Table(
    "keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    # Words with spaces between them, as OAuth writes them (RFC 6749, 3.3).
    Column("scopes", String(120), nullable=False, server_default=text("''")),
)

key_uses = Table(
    "key_uses",
    metadata,
    Column("key_id", Id, ForeignKey("keys.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("face", String(30), primary_key=True),
    Column("calls", Integer, nullable=False),
)
