"""Who sends a comment, a report or a sign-in link, who carries a badge, and bans that end.

Letters in the outbox are wiped, and what only grows cannot be replaced either.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Of each table that only grows, when a new row has the place of another.
TAKEN = {
    "decisions": "SELECT 1 FROM decisions WHERE id = NEW.id",
    "comment_revisions": "SELECT 1 FROM comment_revisions WHERE id = NEW.id "
    "OR comment_id = NEW.comment_id AND number = NEW.number",
    "policies": "SELECT 1 FROM policies WHERE id = NEW.id",
}

MOMENT = sa.DateTime(timezone=True)
READERS = sa.table("readers", *map(sa.column, ("id", "email", "name", "verified_at")))
COMMENTS = sa.table(
    "comments", *map(sa.column, ("article_id", "author_id", "author_name", "author_email"))
)
ARTICLES = sa.table("articles", *map(sa.column, ("id", "thread_version")))
STAFF = sa.table("staff", *map(sa.column, ("email", "name", "role")))


def upgrade() -> None:
    """Adds the columns; what was written before has no sender and no badge.

    Names that were made from an address are taken off the pages. Whoever had one chooses a name
    when they next write; what they wrote stands under a number, which tells nobody who they are.
    """
    op.add_column("comments", _text("author_badge", 20))
    op.add_column("comments", sa.Column("sender_key", sa.String(64)))
    op.create_index(
        "ix_comments_site_id_sender_key_created_at",
        "comments",
        ["site_id", "sender_key", "created_at"],
    )
    # Nobody is counted by the address that they type any more, but by who they are.
    op.drop_index("ix_comments_site_id_author_email_created_at", "comments")
    op.drop_index("ix_comments_author_id", "comments")
    op.create_index("ix_comments_author_id_created_at", "comments", ["author_id", "created_at"])
    op.add_column("readers", _text("folded_name", 80))
    op.add_column("readers", sa.Column("named_at", MOMENT))
    op.create_index(
        "uq_readers_folded_name",
        "readers",
        ["site_id", "folded_name"],
        unique=True,
        sqlite_where=sa.text("folded_name <> ''"),
        postgresql_where=sa.text("folded_name <> ''"),
    )
    op.add_column("sign_in_links", _text("sender_key", 64))
    op.create_index(
        "ix_sign_in_links_site_id_sender_key_created_at",
        "sign_in_links",
        ["site_id", "sender_key", "created_at"],
    )
    op.add_column("sign_in_links", _text("request_key", 64))
    op.create_index("ix_sign_in_links_request_key", "sign_in_links", ["request_key"])
    op.add_column("standings", sa.Column("until", MOMENT))
    _reports()
    _wipe_letters()
    _take_addresses_off_the_pages()
    if op.get_context().dialect.name == "sqlite":
        _refuse_replacing()


def _reports() -> None:
    """A report is of one text: of the next one the same reader may complain again."""
    with op.batch_alter_table("reports") as reports:
        reports.add_column(sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
        reports.add_column(_boolean("by_guest"))
        reports.add_column(sa.Column("weight", sa.Integer, nullable=False, server_default="100"))
        reports.add_column(_text("network_key", 64))
        reports.drop_constraint(op.f("uq_reports_comment_id_reporter_key"), type_="unique")
        reports.create_unique_constraint(
            op.f("uq_reports_comment_id_reporter_key_revision"),
            ["comment_id", "reporter_key", "revision"],
        )
    op.create_index("ix_reports_site_id_reporter_key", "reports", ["site_id", "reporter_key"])


def _boolean(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _refuse_replacing() -> None:
    """SQLite asks no trigger on DELETE before INSERT OR REPLACE puts one row in another's place."""
    for table, taken in TAKEN.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )


def _wipe_letters() -> None:
    """Letters stood in the outbox in clear, sign-in links in them; one not sent is not sent now."""
    op.execute(
        "UPDATE outbox SET done_at = COALESCE(done_at, due_at), payload = '{}' WHERE kind = 'mail'"
    )
    op.execute("UPDATE outbox SET payload = '{}' WHERE done_at IS NOT NULL OR tries >= 10")


def _take_addresses_off_the_pages() -> None:
    signed_in = sa.select(READERS.c.id).where(READERS.c.verified_at.is_not(None))
    shown = sa.and_(
        COMMENTS.c.author_name == _local_part(COMMENTS.c.author_email),
        COMMENTS.c.author_id.in_(signed_in),
    )
    threads = sa.select(COMMENTS.c.article_id).where(shown)
    op.execute(
        sa.update(ARTICLES)
        .where(ARTICLES.c.id.in_(threads))
        .values(thread_version=ARTICLES.c.thread_version + 1)
    )
    number = sa.cast(COMMENTS.c.author_id, sa.String)
    op.execute(
        sa.update(COMMENTS).where(shown).values(author_name=sa.literal("Reader ").concat(number))
    )
    op.execute(
        sa.update(READERS)
        .where(READERS.c.name == _local_part(READERS.c.email), READERS.c.verified_at.is_not(None))
        .values(name="")
    )
    role = sa.case((STAFF.c.role == "editor", "Editor"), else_="Moderator")
    op.execute(sa.update(STAFF).where(STAFF.c.name == _local_part(STAFF.c.email)).values(name=role))


def _local_part(address: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """What names were made from: 40 characters of what stands before the @."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    ended = address.concat("@")  # PostgreSQL stumbles over the length of what has no such sign
    at = sa.func.instr(ended, "@") if sqlite else sa.func.strpos(ended, "@")
    return sa.func.substr(sa.func.substr(address, 1, at - 1), 1, 40)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=sa.text("''"))
