"""The newest published comments of a site or of one thread, as its feeds tell of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, func, select

from rejoinder.articles.queries import LISTED
from rejoinder.articles.tables import articles
from rejoinder.comments.model import RecentComment, State
from rejoinder.comments.tables import comments
from rejoinder.comments.texts import badge_from

_PUBLISHED = comments.c.state == State.PUBLISHED


def newest_of_thread(connection: Connection, article_id: int, *, limit: int) -> list[RecentComment]:
    """An article's newest published comments, the newest first."""
    return _newest(connection, _newest_ids(comments.c.article_id == article_id, limit))


def newest_of_site(connection: Connection, site_id: int, *, limit: int) -> list[RecentComment]:
    """A site's newest published comments, the newest first; under articles in its lists only."""
    return _newest(connection, _newest_in_lists(site_id, limit))


def newest_version(connection: Connection, site_id: int, *, limit: int) -> int:
    """Another number whenever `newest_of_site` would tell another thing.

    A thread's version moves with every change that its readers could see.
    """
    ids = _newest_in_lists(site_id, limit).subquery()
    rows = connection.execute(
        select(ids.c.id, articles.c.thread_version)
        .join(comments, comments.c.id == ids.c.id)
        .join(articles, articles.c.id == comments.c.article_id)
        .order_by(ids.c.id)
    )
    return hash(tuple((int(row.id), int(row.thread_version)) for row in rows))


def last_published(connection: Connection, article_ids: Iterable[int]) -> dict[int, datetime]:
    """When the newest published comment of each article was written; articles without are left out.

    Reads every comment of these articles: for a page of them, kept while it stands.
    """
    rows = connection.execute(
        select(comments.c.article_id, func.max(comments.c.created_at).label("last"))
        .where(comments.c.article_id.in_(list(article_ids)), _PUBLISHED)
        .group_by(comments.c.article_id)
    )
    return {int(row.article_id): row.last for row in rows}


def _newest_in_lists(site_id: int, limit: int) -> Select[tuple[int]]:
    newest = _newest_ids(comments.c.site_id == site_id, limit)
    return newest.join(articles, articles.c.id == comments.c.article_id).where(LISTED)


def _newest_ids(where: ColumnElement[bool], limit: int) -> Select[tuple[int]]:
    # Only numbers are put in order: texts would be carried along.
    return (
        select(comments.c.id)
        .where(where, _PUBLISHED)
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
        .limit(limit)
    )


def _newest(connection: Connection, ids: Select[tuple[int]]) -> list[RecentComment]:
    parents, replies = comments.alias(), comments.alias()
    answered = select(func.count()).where(
        replies.c.parent_id == comments.c.id, replies.c.state == State.PUBLISHED
    )
    above = (parents.c.id == comments.c.parent_id) & (parents.c.state == State.PUBLISHED)
    rows = connection.execute(
        select(
            comments,
            parents.c.author_name.label("parent_author"),
            answered.correlate(comments).scalar_subquery().label("replies"),
        )
        .outerjoin(parents, above)
        .where(comments.c.id.in_(ids))
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
    )
    return [
        RecentComment(
            id=row.id,
            article_id=row.article_id,
            parent_id=row.parent_id,
            parent_author=row.parent_author,
            author=row.author_name,
            badge=badge_from(row.author_badge),
            html=row.html,
            created_at=row.created_at,
            edited_at=row.edited_at,
            replies=row.replies,
            picked=row.picked_at is not None,
        )
        for row in rows
    ]
