"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Written out rather than imported: this step must go on making what it made when it was new.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


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
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(63), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("tagline", sa.String(300), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("base_url", sa.String(300), nullable=False),
        sa.Column("accent", sa.String(7), nullable=False),
        sa.Column("origins", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "site_hosts",
        sa.Column("host", sa.String(255), primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False, index=True),
    )
    op.create_table(
        "policies",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False, index=True),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("put_by", sa.String(200), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
    )


def _staff_and_keys() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    _unique_where("uq_staff_present", "staff", "removed_at IS NULL")
    op.create_table(
        "keys",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(30), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("headline", sa.String(300), nullable=False),
        sa.Column("standfirst", sa.Text, nullable=False),
        sa.Column("byline", sa.String(200), nullable=False),
        sa.Column("dateline", sa.String(120), nullable=False),
        sa.Column("author_note", sa.Text, nullable=False),
        sa.Column("body_source", sa.Text, nullable=False),
        sa.Column("body_html", sa.Text, nullable=False),
        sa.Column("body_text", sa.Text, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("thread_version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("comment_count", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("site_id", "slug"),
        sa.Index("ix_articles_site_id_published_at", "site_id", "published_at"),
    )


def _readers() -> None:
    op.create_table(
        "readers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("verified_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Index("ix_readers_site_id_email", "site_id", "email"),
    )
    _unique_where("uq_readers_verified", "readers", "verified_at IS NOT NULL")
    op.create_table(
        "standings",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("proved", sa.Boolean, nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Index("ix_standings_site_id_email", "site_id", "email"),
    )


def _sign_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("reader_id", ID, sa.ForeignKey("readers.id"), nullable=False, index=True),
        sa.Column("signed_in", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("next_path", sa.String(500), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Index("ix_sign_in_links_site_id_email_created_at", "site_id", "email", "created_at"),
    )


def _comments() -> None:
    known = "state IN ('published', 'held', 'declined', 'withdrawn')"
    op.create_table(
        "comments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("article_id", ID, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("parent_id", ID, sa.ForeignKey("comments.id")),
        sa.Column("author_id", ID, sa.ForeignKey("readers.id"), nullable=False),
        sa.Column("author_name", sa.String(80), nullable=False),
        sa.Column("author_email", sa.String(254), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("held_at", MOMENT),
        sa.Column("edited_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("status_token", sa.String(64), nullable=False, unique=True),
        sa.Column("submission_key", sa.String(64), unique=True),
        sa.CheckConstraint(known, name="state_is_known"),
        sa.Index("ix_comments_article_id_state", "article_id", "state"),
        sa.Index("ix_comments_site_id_state_held_at", "site_id", "state", "held_at"),
        sa.Index(
            "ix_comments_site_id_state_created_at", "site_id", "state", "created_at", "article_id"
        ),
        sa.Index(
            "ix_comments_site_id_author_email_created_at", "site_id", "author_email", "created_at"
        ),
        sa.Index("ix_comments_author_id", "author_id"),
        sa.Index("ix_comments_parent_id", "parent_id"),
    )


def _decisions() -> None:
    op.create_table(
        "comment_revisions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("comment_id", ID, sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.UniqueConstraint("comment_id", "number"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("comment_id", ID, sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("made_by", sa.String(20), nullable=False),
        sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("judgement", sa.JSON),
        sa.Column("policy_version", sa.String(16), nullable=False),
        sa.Column("model_version", sa.String(80), nullable=False),
        sa.Column("undoes_id", ID, sa.ForeignKey("decisions.id")),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("outcome IN ('publish', 'hold', 'decline')", name="outcome_is_known"),
        sa.CheckConstraint("made_by IN ('policy', 'staff')", name="maker_is_known"),
        sa.Index("ix_decisions_comment_id_id", "comment_id", "id"),
        sa.Index("ix_decisions_site_id_made_at", "site_id", "made_at"),
    )


def _complaints() -> None:
    op.create_table(
        "reports",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("comment_id", ID, sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("reporter_key", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", ID, sa.ForeignKey("decisions.id")),
        sa.UniqueConstraint("comment_id", "reporter_key"),
        sa.Index("ix_reports_site_id_answered_by_id", "site_id", "answered_by_id"),
    )
    op.create_table(
        "appeals",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("comment_id", ID, sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("decision_id", ID, sa.ForeignKey("decisions.id"), nullable=False, unique=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", ID, sa.ForeignKey("decisions.id")),
        sa.Index("ix_appeals_site_id_answered_by_id", "site_id", "answered_by_id"),
    )


def _reading() -> None:
    op.create_table(
        "article_reads",
        sa.Column("article_id", ID, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("hour", MOMENT, primary_key=True),
        sa.Column("readers", sa.Integer, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.Index("ix_article_reads_hour_article_id_readers", "hour", "article_id", "readers"),
    )
    op.create_table(
        "reading_salts",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("done_at", MOMENT),
        sa.Column("failure", sa.Text),
        sa.Index("ix_outbox_done_at_due_at", "done_at", "due_at"),
    )


def _unique_where(name: str, table: str, where: str) -> None:
    columns = ["site_id", "email"]
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )
