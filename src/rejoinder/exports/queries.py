"""Threads one after the other, as other systems are told of them; read as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, select

from rejoinder.articles.model import Article
from rejoinder.articles.queries import article_from
from rejoinder.articles.tables import articles
from rejoinder.comments.model import Badge, State
from rejoinder.comments.tables import comments
from rejoinder.exports.model import ExportedComment, ExportedReader, ExportedThread
from rejoinder.readers.model import Standing, is_placeholder
from rejoinder.readers.tables import readers, standings
from rejoinder.sites.tables import staff

# Rows fetched at once.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a site's people, a handful beside its readers."""

    staff: frozenset[str]
    banned: dict[str, datetime | None]
    """By address, until when; None where for good."""


def threads_of(connection: Connection, site_id: int) -> Iterator[ExportedThread]:
    """Every article with its comments, oldest first: a reply after what it answers.

    A thread's comments must be read before the next thread is asked for.
    """
    told = groupby(_comments(connection, site_id), key=attrgetter("article_id"))
    waiting = next(told, None)
    query = select(articles).where(articles.c.site_id == site_id).order_by(articles.c.id)
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        if waiting is None or waiting[0] != row.id:
            yield ExportedThread(article_from(row), iter(()))
            continue
        yield ExportedThread(article_from(row), waiting[1])
        waiting = next(told, None)


def closed_articles(connection: Connection, site_id: int) -> Iterator[Article]:
    """Those on which nobody may comment any more, oldest first."""
    closed = articles.c.closed_at.is_not(None) | articles.c.unpublished_at.is_not(None)
    query = select(articles).where(articles.c.site_id == site_id, closed).order_by(articles.c.id)
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        yield article_from(row)


def readers_of(connection: Connection, site_id: int, *, now: datetime) -> Iterator[ExportedReader]:
    """Everybody who commented, oldest first."""
    known = _known(connection, site_id, now=now)
    wrote = select(comments.c.id).where(comments.c.author_id == readers.c.id).exists()
    query = select(readers).where(readers.c.site_id == site_id, wrote).order_by(readers.c.id)
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        email = _proved(row)
        yield ExportedReader(
            id=row.id,
            name=row.name,
            email=email,
            created_at=row.created_at,
            is_staff=email in known.staff,
            is_banned=row.email in known.banned,
            banned_until=known.banned.get(row.email),
        )


def _comments(connection: Connection, site_id: int) -> Iterator[ExportedComment]:
    columns = (comments.c[name] for name in ("id", "article_id", "parent_id", "author_id"))
    texts = (
        comments.c[name] for name in ("author_name", "author_badge", "source", "html", "state")
    )
    query = (
        select(*columns, *texts, comments.c.created_at, comments.c.edited_at)
        .add_columns(readers.c.email, readers.c.verified_at)
        .join(readers, readers.c.id == comments.c.author_id)
        .where(comments.c.site_id == site_id)
        .order_by(comments.c.article_id, comments.c.id)
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(query):
        withdrawn = row.state == State.WITHDRAWN
        yield ExportedComment(
            id=row.id,
            article_id=row.article_id,
            parent_id=row.parent_id,
            reader_id=row.author_id,
            name=row.author_name,
            email=_proved(row),
            is_staff=row.author_badge in {Badge.STAFF, Badge.AUTHOR},
            source="" if withdrawn else row.source,
            html="" if withdrawn else row.html,
            state=State(row.state),
            created_at=row.created_at,
            edited_at=row.edited_at,
        )


def _proved(row: Any) -> str:
    """An address that its owner opened a link at; what a guest typed may be anybody's."""
    return "" if row.verified_at is None or is_placeholder(row.email) else row.email


def _known(connection: Connection, site_id: int, *, now: datetime) -> _Known:
    present = select(staff.c.email).where(staff.c.site_id == site_id, staff.c.removed_at.is_(None))
    newest = (
        select(func.max(standings.c.id))
        .where(standings.c.site_id == site_id)
        .group_by(standings.c.email)
    )
    banned = select(standings.c.email, standings.c.until).where(
        standings.c.id.in_(newest),
        standings.c.standing == Standing.BANNED,
        standings.c.until.is_(None) | (standings.c.until > now),
    )
    return _Known(
        staff=frozenset(connection.execute(present).scalars()),
        banned={row.email: row.until for row in connection.execute(banned)},
    )
