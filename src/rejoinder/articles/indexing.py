"""What articles are found by at the desk: the words of headline, standfirst, byline and section.

Whoever writes an article only leaves word that it is there (a trigger does, `unindexed_articles`);
a worker reads it within a second. What is changed or gone leaves the index in the same transaction.
"""

from typing import Any, Final

from sqlalchemy import Connection, select

from rejoinder.articles.tables import articles, unindexed_articles
from rejoinder.storage.word_index import ARTICLES, IndexedWords, Unindexed
from rejoinder.text import words_in

# Some hundredths of a second, during which nobody else writes on SQLite.
AT_ONCE: Final = 50
FOUND_BY: Final = (
    *(articles.c.headline, articles.c.standfirst),
    *(articles.c.byline, articles.c.section),
)
_UNINDEXED: Final = Unindexed(unindexed_articles)


def index_articles(connection: Connection) -> int:
    """Reads some of the articles that wait for it, the newest first, and returns how many.

    In the caller's transaction of writing.
    """
    numbers = _UNINDEXED.take(connection, AT_ONCE)
    if numbers:
        rows = connection.execute(
            select(articles.c.id, *FOUND_BY).where(articles.c.id.in_(numbers))
        )
        ARTICLES.put(connection, (IndexedWords(row.id, (words_of(row),)) for row in rows))
        _UNINDEXED.done(connection, numbers)
    return len(numbers)


def words_of(row: Any) -> list[str]:
    """The words by which an article is found, of a row that has all of FOUND_BY."""
    return words_in("\n".join(getattr(row, each.name) for each in FOUND_BY))


def any_article_to_index(connection: Connection) -> bool:
    """Whether an article waits to be read."""
    return _UNINDEXED.any(connection)


def how_many_unindexed_articles(connection: Connection) -> int:
    """How many articles cannot be found by their words yet."""
    return _UNINDEXED.count(connection)
