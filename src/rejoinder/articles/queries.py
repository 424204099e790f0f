"""Finding articles: one, a section, the front page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from rejoinder.articles.model import Article
from rejoinder.articles.tables import articles
from rejoinder.errors import N_, NotFound

FRONT_PAGE = 40
# Of some years at a small paper and some months at a large one: those who write there now.
BYLINES_READ = 2000


def by_id(connection: Connection, site_id: int, article_id: int) -> Article:
    """One article of this site.

    Raises:
        NotFound: the site has no such article.
    """
    return _one(connection, site_id, articles.c.id == article_id)


def by_slug(connection: Connection, site_id: int, slug: str) -> Article:
    """The article at this address.

    Raises:
        NotFound: the site has no such article.
    """
    return _one(connection, site_id, articles.c.slug == slug)


def latest(
    connection: Connection, site_id: int, *, section: str | None = None, limit: int = FRONT_PAGE
) -> list[Article]:
    """The newest articles, of one section or of all."""
    query = select(articles).where(articles.c.site_id == site_id)
    if section is not None:
        query = query.where(func.lower(articles.c.section) == section.lower())
    ordered = query.order_by(articles.c.published_at.desc(), articles.c.id.desc()).limit(limit)
    return [article_from(row) for row in connection.execute(ordered)]


def newest_slugs(connection: Connection, site_id: int, *, limit: int) -> list[tuple[str, datetime]]:
    """Of the newest articles the last part of the address, and when they were published."""
    query = (
        select(articles.c.slug, articles.c.published_at)
        .where(articles.c.site_id == site_id)
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return [(row.slug, row.published_at) for row in connection.execute(query)]


def by_ids(connection: Connection, site_id: int, ids: Iterable[int]) -> dict[int, Article]:
    """These articles by their numbers; those that are not there are left out."""
    rows = connection.execute(
        select(articles).where(articles.c.site_id == site_id, articles.c.id.in_(list(ids)))
    )
    return {row.id: article_from(row) for row in rows}


def sections(connection: Connection, site_id: int) -> list[str]:
    """The sections that have articles, in the order in which the paper opened them.

    Whatever else could order them changes with what is published, and with it the bar that readers
    find their way by.
    """
    rows = connection.execute(
        select(articles.c.section)
        .where(articles.c.site_id == site_id)
        .group_by(articles.c.section)
        .order_by(func.min(articles.c.id))
    )
    return [row.section for row in rows]


def bylines(connection: Connection, site_id: int) -> list[str]:
    """The different bylines of the site's newest articles."""
    newest = (
        select(articles.c.byline)
        .where(articles.c.site_id == site_id)
        .order_by(articles.c.published_at.desc())
        .limit(BYLINES_READ)
        .subquery()
    )
    return list(connection.execute(select(newest.c.byline).distinct()).scalars())


def thread_version(connection: Connection, article_id: int) -> int:
    """How often the thread has changed; -1 where there is no such article."""
    version = connection.execute(
        select(articles.c.thread_version).where(articles.c.id == article_id)
    ).scalar_one_or_none()
    return -1 if version is None else int(version)


def comment_counts(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """How many comments of these articles' threads are published, by article."""
    rows = connection.execute(
        select(articles.c.id, articles.c.comment_count).where(articles.c.id.in_(list(ids)))
    )
    return {int(row.id): int(row.comment_count) for row in rows}


def article_from(row: Row[Any]) -> Article:
    """A stored row as an article."""
    return Article(
        id=row.id,
        site_id=row.site_id,
        slug=row.slug,
        section=row.section,
        headline=row.headline,
        standfirst=row.standfirst,
        byline=row.byline,
        dateline=row.dateline,
        author_note=row.author_note,
        body_html=row.body_html,
        body_text=row.body_text,
        published_at=row.published_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        thread_version=row.thread_version,
        comment_count=row.comment_count,
    )


def _one(connection: Connection, site_id: int, where: Any) -> Article:
    row = connection.execute(select(articles).where(articles.c.site_id == site_id, where)).first()
    if row is None:
        raise NotFound(N_("There is no such article."), code="no-such-article")
    return article_from(row)
