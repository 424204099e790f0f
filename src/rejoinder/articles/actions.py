"""Putting an article on its site, closing and opening its thread."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from rejoinder.articles import queries
from rejoinder.articles.model import Article, ArticleSource
from rejoinder.articles.tables import articles
from rejoinder.storage import Change, ChangeKind, change_feed


def put(connection: Connection, site_id: int, source: ArticleSource, *, now: datetime) -> Article:
    """Adds the article, or brings the one with the same slug up to date; its thread stays."""
    values = {
        "section": source.section,
        "headline": source.headline,
        "standfirst": source.standfirst,
        "byline": source.byline,
        "dateline": source.dateline,
        "author_note": source.author_note,
        "body_source": source.body,
        "body_html": source.text.html,
        "body_text": source.text.words,
        "updated_at": now,
    }
    here = (articles.c.site_id == site_id) & (articles.c.slug == source.slug)
    present = connection.execute(select(articles.c.id).where(here)).first()
    if present is None:
        connection.execute(
            insert(articles).values(
                site_id=site_id,
                slug=source.slug,
                published_at=source.published_at or now,
                **values,
            )
        )
    else:
        if source.published_at is not None:
            values["published_at"] = source.published_at
        values["thread_version"] = articles.c.thread_version + 1
        connection.execute(update(articles).where(articles.c.id == present.id).values(**values))
    article = queries.by_slug(connection, site_id, source.slug)
    if present is None:
        seen = Change(site_id, article.id, None, ChangeKind.ARTICLE_SEEN, now)
        change_feed.put(connection, seen)
    return article


def close_thread(connection: Connection, article: Article, *, now: datetime) -> None:
    """Ends the conversation; it stays readable."""
    _set_closed(connection, article, now)


def open_thread(connection: Connection, article: Article) -> None:
    """Lets the conversation go on."""
    _set_closed(connection, article, None)


def _set_closed(connection: Connection, article: Article, closed_at: datetime | None) -> None:
    connection.execute(
        update(articles)
        .where(articles.c.id == article.id)
        .values(closed_at=closed_at, thread_version=articles.c.thread_version + 1)
    )
