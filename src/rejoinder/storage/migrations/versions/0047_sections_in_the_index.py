"""The desk finds articles by their section's words too, and one that is gone leaves the index."""

from alembic import op

revision = "0047"
down_revision = "0046"

FOUND_BY = ("headline", "standfirst", "byline", "section")
CHANGED = " OR ".join(f"OLD.{each} <> NEW.{each}" for each in FOUND_BY)
AGAIN = f"CREATE TRIGGER articles_to_index_again AFTER UPDATE OF {', '.join(FOUND_BY)} ON articles"


def upgrade() -> None:
    """Makes the triggers anew, and lets all articles be read again; until then they stay found."""
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgres()
    op.execute(
        "INSERT INTO unindexed_articles (article_id) SELECT id FROM articles WHERE true"
        " ON CONFLICT (article_id) DO NOTHING"
    )


def _on_sqlite() -> None:
    op.execute("DELETE FROM article_words WHERE rowid NOT IN (SELECT id FROM articles)")
    op.execute("DROP TRIGGER articles_to_index_again")
    op.execute(
        f"{AGAIN} WHEN {CHANGED} BEGIN"  # noqa: S608 - all of it is ours
        + " INSERT OR IGNORE INTO unindexed_articles (article_id) VALUES (NEW.id);"
        + " DELETE FROM article_words WHERE rowid = OLD.id; END"
    )
    op.execute(
        "CREATE TRIGGER articles_out_of_index AFTER DELETE ON articles BEGIN"
        " DELETE FROM unindexed_articles WHERE article_id = OLD.id;"
        " DELETE FROM article_words WHERE rowid = OLD.id; END"
    )


def _on_postgres() -> None:
    op.execute("DELETE FROM article_words WHERE article_id NOT IN (SELECT id FROM articles)")
    op.execute("DROP TRIGGER articles_to_index_again ON articles")
    op.execute(f"{AGAIN} FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION articles_to_index()")
    # First what waits: whoever reads the article just now holds that row, and puts its words in.
    op.execute(
        "CREATE FUNCTION articles_out_of_index() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
        " DELETE FROM unindexed_articles WHERE article_id = OLD.id;"
        " DELETE FROM article_words WHERE article_id = OLD.id; RETURN NULL; END$$"
    )
    op.execute(
        "CREATE TRIGGER articles_out_of_index AFTER DELETE ON articles"
        " FOR EACH ROW EXECUTE FUNCTION articles_out_of_index()"
    )
