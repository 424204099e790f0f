"""The chain, and the tables whose rows it seals."""

from typing import Final

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from rejoinder.moderation.tables import decisions, statements
from rejoinder.readers.tables import standings
from rejoinder.sites.tables import policies
from rejoinder.storage import Id, Moment, metadata
from rejoinder.storage.audit_log import audit_log

log_seals = Table(  # append-only, held by triggers in the store
    "log_seals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, nullable=False),
    # From 1, without a gap, on each site.
    Column("number", Id, nullable=False),
    # Which of SEALED, by its place: a word in every row would be a quarter of the table.
    Column("source", Integer, nullable=False),
    Column("row_id", Id, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sealed_at", Moment, nullable=False),
    UniqueConstraint("site_id", "number"),
    UniqueConstraint("source", "row_id"),
)

# What only grows. A table's place is written into its seals: new ones are added at the end.
SEALED: Final[tuple[Table, ...]] = (decisions, policies, standings, audit_log, statements)
