"""What the desk finds comments by: words and scores, and which comments are not read yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0024"
down_revision = "0023"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ATTRIBUTES = (
    *("toxicity", "severe_toxicity", "insult", "threat", "identity_attack", "profanity"),
    *("sexually_explicit", "spam", "private_data", "despair", "on_topic", "meta"),
)
# A text, a name or a withdrawal: what is found by them has to go at once, and comes back anew.
CHANGED = (
    "OLD.source <> NEW.source OR OLD.author_name <> NEW.author_name"
    " OR (OLD.state = 'withdrawn') <> (NEW.state = 'withdrawn')"
)
AGAIN = (
    "CREATE TRIGGER comments_to_index_again AFTER UPDATE OF source, author_name, state ON comments"
)


def upgrade() -> None:
    """Adds the tables and what keeps them true; a worker reads what was there before."""
    op.create_table(
        "unindexed_comments",
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_unindexed_comments")),
    )
    op.create_table(
        "comment_scores",
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        *(sa.Column(each, sa.SmallInteger()) for each in ATTRIBUTES),
        sa.Column("language", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_scores")),
    )
    op.execute("INSERT INTO unindexed_comments (comment_id) SELECT id FROM comments")
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgres()


def _on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE comment_words USING fts5(words, names, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
    )
    op.execute(
        "CREATE TRIGGER comments_to_index AFTER INSERT ON comments BEGIN"
        " INSERT OR IGNORE INTO unindexed_comments (comment_id) VALUES (NEW.id); END"
    )
    op.execute(
        f"{AGAIN} WHEN {CHANGED} BEGIN"  # noqa: S608 - all of it is ours
        + " INSERT OR IGNORE INTO unindexed_comments (comment_id) VALUES (NEW.id);"
        + " DELETE FROM comment_words WHERE rowid = OLD.id; END"
    )


def _on_postgres() -> None:
    op.create_table(
        "comment_words",
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.Column("names", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_words")),
    )
    for part in ("words", "names"):
        op.create_index(f"ix_comment_words_{part}", "comment_words", [part], postgresql_using="gin")
    # A row that is there already is locked too: whoever reads the comment just now waits for us, or
    # we for them, and then it is read again.
    op.execute(
        "CREATE FUNCTION comments_to_index() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " INSERT INTO unindexed_comments (comment_id) SELECT id FROM fresh"
        " ON CONFLICT (comment_id) DO UPDATE SET comment_id = EXCLUDED.comment_id;"
        " RETURN NULL; END$$"
    )
    op.execute(
        "CREATE TRIGGER comments_to_index AFTER INSERT ON comments REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION comments_to_index()"
    )
    op.execute(
        "CREATE FUNCTION comments_to_index_again() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " INSERT INTO unindexed_comments (comment_id) VALUES (NEW.id)"
        " ON CONFLICT (comment_id) DO UPDATE SET comment_id = EXCLUDED.comment_id;"
        " DELETE FROM comment_words WHERE comment_id = NEW.id; RETURN NULL; END$$"
    )
    op.execute(f"{AGAIN} FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION comments_to_index_again()")
