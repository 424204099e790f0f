"""Most Read and most commented: the last 24 hours, for pages and jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from rejoinder.articles import queries as articles_queries
from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.readership import sketches
from rejoinder.readership.model import Commented, MostRead, Ranked
from rejoinder.readership.tables import reads

# The hour that runs and the 23 before it.
HOURS = 24
# Sketches are fetched for this many articles at a time until no other can reach the list.
BATCH = 50


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: int
    published_at: datetime
    most_readers: float
    """More distinct readers than this it cannot have had."""


def most_read(connection: Connection, site_id: int, now: datetime, limit: int = 10) -> MostRead:
    """The site's articles with most distinct readers in the last 24 hours; the newer among equals.

    `limit` is at least 1. Only the sketches of articles that could be on the list are merged: the
    sum of an article's hours is at least its distinct readers, so the rest is settled by sums.
    """
    since = sketches.hour_of(now) - timedelta(hours=HOURS - 1)
    best: list[sketches.Rank] = []
    for batch in _by_sum(connection, site_id, since, now):
        if len(best) == limit and batch[0].most_readers < best[-1].readers:
            break
        readers = _distinct(connection, [each.id for each in batch], since, now)
        ranks = [sketches.Rank(readers[each.id], each.published_at, each.id) for each in batch]
        best = sorted(best + ranks, reverse=True)[:limit]
    by_id = articles_queries.by_ids(connection, site_id, [rank.article_id for rank in best])
    return MostRead(
        articles=tuple(Ranked(by_id[rank.article_id], readers=rank.readers) for rank in best),
        made_at=now,
    )


def most_commented(
    connection: Connection, site_id: int, now: datetime, limit: int = 10
) -> tuple[Commented, ...]:
    """The site's articles with most published comments written in the last 24 hours."""
    size = func.count().label("size")
    busiest = (
        select(articles.c.id, size)
        .select_from(comments)
        .join(articles, articles.c.id == comments.c.article_id)
        .where(
            comments.c.site_id == site_id,
            articles_queries.LISTED,
            comments.c.state == State.PUBLISHED,
            comments.c.created_at > now - timedelta(hours=HOURS),
            comments.c.created_at <= now,
        )
        .group_by(articles.c.id, articles.c.published_at)
        .order_by(size.desc(), articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    rows = connection.execute(busiest).all()
    by_id = articles_queries.by_ids(connection, site_id, [row.id for row in rows])
    return tuple(Commented(by_id[row.id], comments=row.size) for row in rows)


def _by_sum(
    connection: Connection, site_id: int, since: datetime, until: datetime
) -> Iterator[list[_Candidate]]:
    sums = (
        select(reads.c.article_id, func.sum(reads.c.readers).label("hourly"))
        .where(reads.c.hour >= since, reads.c.hour <= until)
        .group_by(reads.c.article_id)
        .subquery()
    )
    query = (
        select(articles.c.id, articles.c.published_at, sums.c.hourly)
        .join(sums, sums.c.article_id == articles.c.id)
        .where(articles.c.site_id == site_id, articles_queries.LISTED)
        .order_by(sums.c.hourly.desc())
    )
    with connection.execute(query) as rows:
        for batch in rows.partitions(BATCH):
            yield [
                _Candidate(row.id, row.published_at, sketches.bound(int(row.hourly)))
                for row in batch
            ]


def _distinct(
    connection: Connection, ids: list[int], since: datetime, until: datetime
) -> dict[int, int]:
    rows = connection.execute(
        select(reads.c.article_id, reads.c.sketch).where(
            reads.c.article_id.in_(ids), reads.c.hour >= since, reads.c.hour <= until
        )
    )
    hours: dict[int, list[bytes]] = {article_id: [] for article_id in ids}
    for row in rows:
        hours[row.article_id].append(row.sketch)
    return {
        article_id: sketches.estimate(sketches.merge(hourly))
        for article_id, hourly in hours.items()
    }
