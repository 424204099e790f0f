"""The table of articles, and of the addresses by which each is known."""

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
    Column("body_format", String(10), nullable=False, server_default="markdown"),
    Column("cms_id", String(200)),
    Column("canonical_url", String(2000)),
    Column("told_by", String(20), nullable=False, server_default="newsroom"),
    Column("unpublished_at", Moment),
    UniqueConstraint("site_id", "slug"),
    Index("ix_articles_site_id_published_at", "site_id", "published_at"),
    Index("uq_articles_site_id_cms_id", "site_id", "cms_id", unique=True),
)

# An address, in the form that `addresses` gives it, is one article's. In ASCII and so short that
# PostgreSQL's index takes it whole.
article_addresses = Table(
    "article_addresses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    Column("address", String(2000), nullable=False),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("site_id", "address"),
    Index("ix_article_addresses_article_id", "article_id"),
)

# Which of them the desk's index of words has to read, anew or for the first time: put here by
# triggers, whoever writes an article, and taken out by whoever has read it.
unindexed_articles = Table(
    "unindexed_articles",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
)
