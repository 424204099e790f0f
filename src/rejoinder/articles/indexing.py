"""What articles are found by at the desk: the words of headline, standfirst and byline.

Whoever writes an article only leaves word that it is there (a trigger does, `unindexed_articles`);
a worker reads it within a second. What is changed leaves the index in the same transaction.
"""

from typing import Final

from sqlalchemy import Connection, delete, func, select

from rejoinder.articles.tables import articles, unindexed_articles
from rejoinder.storage.word_index import ARTICLES, IndexedWords
from rejoinder.text import words_in

# Some hundredths of a second, during which nobody else writes on SQLite.
AT_ONCE: Final = 50


def index_articles(connection: Connection) -> int:
    """Reads some of the articles that wait for it, the newest first, and returns how many.

    In the caller's transaction of writing.
    """
    waiting = connection.execute(
        select(unindexed_articles.c.article_id)
        .order_by(unindexed_articles.c.article_id.desc())
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    numbers = [int(each) for each in waiting.scalars()]
    if numbers:
        told = (articles.c.headline, articles.c.standfirst, articles.c.byline)
        rows = connection.execute(select(articles.c.id, *told).where(articles.c.id.in_(numbers)))
        ARTICLES.put(
            connection,
            (
                IndexedWords(row.id, (words_in(f"{row.headline}\n{row.standfirst}\n{row.byline}"),))
                for row in rows
            ),
        )
        connection.execute(
            delete(unindexed_articles).where(unindexed_articles.c.article_id.in_(numbers))
        )
    return len(numbers)


def any_article_to_index(connection: Connection) -> bool:
    """Whether an article waits to be read."""
    return connection.execute(select(unindexed_articles.c.article_id).limit(1)).first() is not None


def how_many_unindexed_articles(connection: Connection) -> int:
    """How many articles cannot be found by their words yet."""
    return int(
        connection.execute(select(func.count()).select_from(unindexed_articles)).scalar_one()
    )
