"""What the desk finds articles by: their words, and which articles are not read yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0036"
down_revision = "0035"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHANGED = (
    "OLD.headline <> NEW.headline OR OLD.standfirst <> NEW.standfirst OR OLD.byline <> NEW.byline"
)
AGAIN = "CREATE TRIGGER articles_to_index_again AFTER UPDATE OF headline, standfirst, byline"


def upgrade() -> None:
    """Adds the tables and what keeps them true; a worker reads what was there before."""
    op.create_table(
        "unindexed_articles",
        sa.Column("article_id", ID, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_unindexed_articles")),
    )
    op.execute("INSERT INTO unindexed_articles (article_id) SELECT id FROM articles")
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgres()


def _on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE article_words USING fts5(words, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
    )
    op.execute(
        "CREATE TRIGGER articles_to_index AFTER INSERT ON articles BEGIN"
        " INSERT OR IGNORE INTO unindexed_articles (article_id) VALUES (NEW.id); END"
    )
    op.execute(
        f"{AGAIN} ON articles WHEN {CHANGED} BEGIN"  # noqa: S608 - all of it is ours
        + " INSERT OR IGNORE INTO unindexed_articles (article_id) VALUES (NEW.id);"
        + " DELETE FROM article_words WHERE rowid = OLD.id; END"
    )


def _on_postgres() -> None:
    op.create_table(
        "article_words",
        sa.Column("article_id", ID, nullable=False, autoincrement=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_words")),
    )
    op.create_index("ix_article_words_words", "article_words", ["words"], postgresql_using="gin")
    # A row that is there already is locked too, so that whoever reads it just now reads it again.
    op.execute(
        "CREATE FUNCTION articles_to_index() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " INSERT INTO unindexed_articles (article_id) VALUES (NEW.id)"
        " ON CONFLICT (article_id) DO UPDATE SET article_id = EXCLUDED.article_id;"
        " DELETE FROM article_words WHERE article_id = NEW.id; RETURN NULL; END$$"
    )
    op.execute(
        "CREATE TRIGGER articles_to_index AFTER INSERT ON articles"
        " FOR EACH ROW EXECUTE FUNCTION articles_to_index()"
    )
    op.execute(
        f"{AGAIN} ON articles FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION articles_to_index()"
    )
