"""The tables of comments and of the texts that they had."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from rejoinder.storage import Id, Moment, metadata

comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    Column("parent_id", Id, ForeignKey("comments.id")),
    Column("author_id", Id, ForeignKey("readers.id"), nullable=False),
    Column("author_name", String(80), nullable=False),
    Column("author_email", String(254), nullable=False),
    # What stands beside the name and nobody can type: `staff` or `author`; empty for readers.
    Column("author_badge", String(20), nullable=False, server_default=text("''")),
    # Who sent it, as far as they cannot choose: limits count by it. Empty for what we sent.
    Column("sender_key", String(64)),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("source", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("fingerprint", String(32), nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("held_at", Moment),
    Column("edited_at", Moment),
    Column("withdrawn_at", Moment),
    # Since when it stands first in its thread; at most one of each does.
    Column("pinned_at", Moment),
    # Since when it stands out as one of the newsroom's picks.
    Column("picked_at", Moment),
    Column("status_token", String(64), nullable=False, unique=True),
    # One form sent twice has one key, so the second sending finds the first.
    Column("submission_key", String(64), unique=True),
    CheckConstraint(
        "state IN ('published', 'held', 'declined', 'withdrawn')", name="state_is_known"
    ),
    Index("ix_comments_article_id_state", "article_id", "state"),
    Index("ix_comments_site_id_state_held_at", "site_id", "state", "held_at"),
    # Most commented, and which comments are in what state, without looking at the rows: SQLite's
    # indexes hold each row's number, PostgreSQL's what they are told to.
    Index(
        "ix_comments_site_id_state_created_at",
        *("site_id", "state", "created_at", "article_id"),
        postgresql_include=["id"],
    ),
    # The newest that have a word which stands in nearly all of them: PostgreSQL would put all of
    # those in order. SQLite reads its index of words as fast.
    Index("ix_comments_site_id_created_at_id", *("site_id", "created_at", "id")).ddl_if(
        dialect="postgresql"
    ),
    # Of what nobody sent here, and of what answers nothing, nobody asks by these.
    Index(
        "ix_comments_site_id_sender_key_created_at",
        "site_id",
        "sender_key",
        "created_at",
        sqlite_where=text("sender_key IS NOT NULL"),
        postgresql_where=text("sender_key IS NOT NULL"),
    ),
    Index("ix_comments_author_id_created_at", "author_id", "created_at"),
    Index(
        "ix_comments_parent_id",
        "parent_id",
        sqlite_where=text("parent_id IS NOT NULL"),
        postgresql_where=text("parent_id IS NOT NULL"),
    ),
)

revisions = Table(  # append-only: what a decision was made about can always be read again
    "comment_revisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    UniqueConstraint("comment_id", "number"),
)

# Which of them the desk's index of words and scores has to read, anew or for the first time: put
# here by triggers, whoever writes a comment, and taken out by whoever has read it.
unindexed_comments = Table(
    "unindexed_comments",
    metadata,
    Column("comment_id", Id, primary_key=True, autoincrement=False),
)
