"""The table of articles."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from rejoinder.storage import Id, Moment, metadata

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("slug", String(120), nullable=False),
    Column("section", String(60), nullable=False),
    Column("headline", String(300), nullable=False),
    Column("standfirst", Text, nullable=False),
    Column("byline", String(200), nullable=False),
    Column("dateline", String(120), nullable=False),
    Column("author_note", Text, nullable=False),
    Column("body_source", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("closed_at", Moment),
    # Moves with every change that a reader of the thread could see.
    Column("thread_version", Integer, nullable=False, server_default="0"),
    Column("comment_count", Integer, nullable=False, server_default="0"),
    UniqueConstraint("site_id", "slug"),
    Index("ix_articles_site_id_published_at", "site_id", "published_at"),
)
