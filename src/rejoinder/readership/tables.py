"""The tables of reads: sketches that count readers without knowing them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from rejoinder.storage import Id, Moment, metadata

reads = Table(
    "article_reads",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("hour", Moment, primary_key=True),
    # The sketch's own estimate: sums of it say which few articles' sketches need merging.
    Column("readers", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    # Holds all that those sums need, so that they touch no sketch.
    Index("ix_article_reads_hour_article_id_readers", "hour", "article_id", "readers"),
)

salts = Table(  # one row: yesterday's salt is gone, and with it every way back to a reader
    "reading_salts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)
