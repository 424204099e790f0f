"""The first tables."""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None

# Written out rather than imported: this step must go on making what it made when it was new.
ID = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = DateTime(timezone=True)


def upgrade() -> None:
    """Makes everything; constraints get their names from the convention in `schema`."""
    _sites()
    _staff_and_keys()
    _articles()
    _readers()
    _sign_in()
    _comments()
    _decisions()
    _complaints()
    _reading()
    _outbox()


def _sites() -> None:
    op.create_table(
        "sites",
        Column("id", ID, primary_key=True),
        Column("key", String(63), nullable=False, unique=True),
        Column("name", String(200), nullable=False),
        Column("tagline", String(300), nullable=False),
        Column("language", String(20), nullable=False),
        Column("time_zone", String(60), nullable=False),
        Column("base_url", String(300), nullable=False),
        Column("accent", String(7), nullable=False),
        Column("origins", JSON, nullable=False),
        Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "site_hosts",
        Column("host", String(255), primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False, index=True),
    )
    op.create_table(
        "policies",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False, index=True),
        Column("version", String(16), nullable=False),
        Column("source", Text, nullable=False),
        Column("put_by", String(200), nullable=False),
        Column("put_at", MOMENT, nullable=False),
    )


def _staff_and_keys() -> None:
    op.create_table(
        "staff",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("email", String(254), nullable=False),
        Column("name", String(80), nullable=False),
        Column("role", String(20), nullable=False),
        Column("invited_at", MOMENT, nullable=False),
        Column("removed_at", MOMENT),
    )
    _unique_where("uq_staff_present", "staff", "removed_at IS NULL")
    op.create_table(
        "keys",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("name", String(120), nullable=False),
        Column("purpose", String(30), nullable=False),
        Column("token_hash", String(64), nullable=False, unique=True),
        Column("created_at", MOMENT, nullable=False),
        Column("revoked_at", MOMENT),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
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
        Column("published_at", MOMENT, nullable=False),
        Column("updated_at", MOMENT, nullable=False),
        Column("closed_at", MOMENT),
        Column("thread_version", Integer, nullable=False, server_default="0"),
        Column("comment_count", Integer, nullable=False, server_default="0"),
        UniqueConstraint("site_id", "slug"),
        Index("ix_articles_site_id_published_at", "site_id", "published_at"),
    )


def _readers() -> None:
    op.create_table(
        "readers",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("email", String(254), nullable=False),
        Column("name", String(80), nullable=False),
        Column("verified_at", MOMENT),
        Column("created_at", MOMENT, nullable=False),
        Index("ix_readers_site_id_email", "site_id", "email"),
    )
    _unique_where("uq_readers_verified", "readers", "verified_at IS NOT NULL")
    op.create_table(
        "standings",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("email", String(254), nullable=False),
        Column("proved", Boolean, nullable=False),
        Column("standing", String(20), nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("reason", Text, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        Index("ix_standings_site_id_email", "site_id", "email"),
    )


def _sign_in() -> None:
    op.create_table(
        "sessions",
        Column("token_hash", String(64), primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("reader_id", ID, ForeignKey("readers.id"), nullable=False, index=True),
        Column("signed_in", Boolean, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "sign_in_links",
        Column("token_hash", String(64), primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("email", String(254), nullable=False),
        Column("next_path", String(500), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        Column("used_at", MOMENT),
        Index("ix_sign_in_links_site_id_email_created_at", "site_id", "email", "created_at"),
    )


def _comments() -> None:
    known = "state IN ('published', 'held', 'declined', 'withdrawn')"
    op.create_table(
        "comments",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("article_id", ID, ForeignKey("articles.id"), nullable=False),
        Column("parent_id", ID, ForeignKey("comments.id")),
        Column("author_id", ID, ForeignKey("readers.id"), nullable=False),
        Column("author_name", String(80), nullable=False),
        Column("author_email", String(254), nullable=False),
        Column("revision", Integer, nullable=False, server_default="1"),
        Column("source", Text, nullable=False),
        Column("html", Text, nullable=False),
        Column("fingerprint", String(32), nullable=False),
        Column("state", String(20), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("held_at", MOMENT),
        Column("edited_at", MOMENT),
        Column("withdrawn_at", MOMENT),
        Column("status_token", String(64), nullable=False, unique=True),
        Column("submission_key", String(64), unique=True),
        CheckConstraint(known, name="state_is_known"),
        Index("ix_comments_article_id_state", "article_id", "state"),
        Index("ix_comments_site_id_state_held_at", "site_id", "state", "held_at"),
        Index(
            "ix_comments_site_id_state_created_at", "site_id", "state", "created_at", "article_id"
        ),
        Index(
            "ix_comments_site_id_author_email_created_at", "site_id", "author_email", "created_at"
        ),
        Index("ix_comments_author_id", "author_id"),
        Index("ix_comments_parent_id", "parent_id"),
    )


def _decisions() -> None:
    op.create_table(
        "comment_revisions",
        Column("id", ID, primary_key=True),
        Column("comment_id", ID, ForeignKey("comments.id"), nullable=False),
        Column("number", Integer, nullable=False),
        Column("source", Text, nullable=False),
        Column("written_at", MOMENT, nullable=False),
        UniqueConstraint("comment_id", "number"),
    )
    op.create_table(
        "decisions",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("comment_id", ID, ForeignKey("comments.id"), nullable=False),
        Column("revision", Integer, nullable=False),
        Column("outcome", String(20), nullable=False),
        Column("made_by", String(20), nullable=False),
        Column("staff_id", ID, ForeignKey("staff.id")),
        Column("rule", String(60), nullable=False),
        Column("note", Text, nullable=False),
        Column("findings", JSON, nullable=False),
        Column("judgement", JSON),
        Column("policy_version", String(16), nullable=False),
        Column("model_version", String(80), nullable=False),
        Column("undoes_id", ID, ForeignKey("decisions.id")),
        Column("made_at", MOMENT, nullable=False),
        CheckConstraint("outcome IN ('publish', 'hold', 'decline')", name="outcome_is_known"),
        CheckConstraint("made_by IN ('policy', 'staff')", name="maker_is_known"),
        Index("ix_decisions_comment_id_id", "comment_id", "id"),
        Index("ix_decisions_site_id_made_at", "site_id", "made_at"),
    )


def _complaints() -> None:
    op.create_table(
        "reports",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("comment_id", ID, ForeignKey("comments.id"), nullable=False),
        Column("reporter_key", String(64), nullable=False),
        Column("reason", String(30), nullable=False),
        Column("note", Text, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        Column("answered_by_id", ID, ForeignKey("decisions.id")),
        UniqueConstraint("comment_id", "reporter_key"),
        Index("ix_reports_site_id_answered_by_id", "site_id", "answered_by_id"),
    )
    op.create_table(
        "appeals",
        Column("id", ID, primary_key=True),
        Column("site_id", ID, ForeignKey("sites.id"), nullable=False),
        Column("comment_id", ID, ForeignKey("comments.id"), nullable=False),
        Column("decision_id", ID, ForeignKey("decisions.id"), nullable=False, unique=True),
        Column("note", Text, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        Column("answered_by_id", ID, ForeignKey("decisions.id")),
        Index("ix_appeals_site_id_answered_by_id", "site_id", "answered_by_id"),
    )


def _reading() -> None:
    op.create_table(
        "article_reads",
        Column("article_id", ID, ForeignKey("articles.id"), primary_key=True),
        Column("hour", MOMENT, primary_key=True),
        Column("readers", Integer, nullable=False),
        Column("sketch", LargeBinary, nullable=False),
        Index("ix_article_reads_hour_article_id_readers", "hour", "article_id", "readers"),
    )
    op.create_table(
        "reading_salts",
        Column("day", String(10), primary_key=True),
        Column("salt", LargeBinary, nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        Column("id", ID, primary_key=True),
        Column("kind", String(40), nullable=False),
        Column("payload", JSON, nullable=False),
        Column("due_at", MOMENT, nullable=False),
        Column("tries", Integer, nullable=False, server_default="0"),
        Column("done_at", MOMENT),
        Column("failure", Text),
        Index("ix_outbox_done_at_due_at", "done_at", "due_at"),
    )


def _unique_where(name: str, table: str, where: str) -> None:
    columns = ["site_id", "email"]
    condition = text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )
