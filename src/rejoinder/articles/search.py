"""Finding articles for the desk, unpublished ones too, and what one was handed in as."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from rejoinder.articles.model import Article
from rejoinder.articles.queries import article_from
from rejoinder.articles.tables import articles
from rejoinder.storage.word_index import ARTICLES, WORDS, AnyTerm

PAGE: Final = 50


def found(
    connection: Connection,
    site_id: int,
    terms: Sequence[AnyTerm] = (),
    *,
    behind: int | None = None,
) -> list[Article]:
    """The newest articles that have all these terms in headline, standfirst or byline; or all.

    One more than PAGE where there are more; those behind the one with the number `behind`.
    """
    query = select(articles).where(articles.c.site_id == site_id)
    if terms:
        query = query.where(articles.c.id.in_(ARTICLES.matching(connection, WORDS, terms)))
    if behind is not None:
        last = select(articles.c.published_at).where(articles.c.id == behind).scalar_subquery()
        same = and_(articles.c.published_at == last, articles.c.id < behind)
        query = query.where(or_(articles.c.published_at < last, same))
    ordered = query.order_by(articles.c.published_at.desc(), articles.c.id.desc())
    return [article_from(row) for row in connection.execute(ordered.limit(PAGE + 1))]


def body_source(connection: Connection, article_id: int) -> str:
    """An article's body as it was handed in, for whoever changes it."""
    found = select(articles.c.body_source).where(articles.c.id == article_id)
    return str(connection.execute(found).scalar_one())
